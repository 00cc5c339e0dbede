# set: first
# The two older ways to format.

print("%s is %d years" % ("Ann", 30))
print("%5d|%-5d|%05d|%+d" % (42, 42, 42, 42))
print("%.2f %8.3f %e %g %g" % (3.14159, 2.5, 12345.678, 0.0001, 1e20))
print("%x %X %o %#x %c %c" % (255, 255, 8, 255, "z", 65))
print("%r %s %%" % ("text", [1, 2]))
print("%-10s|%10s|%.2s" % ("left", "right", "cut"))
print("%(who)s owes %(n)03d" % {"who": "Bob", "n": 7})
print("%s" % None, "%s" % (1,), "%s and %s" % (True, 1.0))
print("%*d" % (6, 42), "%.*f" % (1, 2.25))
print("{} {} {}".format(1, "two", 3.0))
print("{1} {0} {1}".format("a", "b"))
print("{name}: {n:>5}".format(name="x", n=3))
print("{0:<6}|{0:>6}|{0:^6}".format("mid"))
print("{:.3f} {:,} {:b} {:x}".format(1 / 3, 10**6, 5, 255))
print("{0[1]} {1[k]}".format([10, 20], {"k": "v"}))
print("{!r} {{}}".format("q"))
print("{:{w}}|".format("pad", w=6))
try:
    print("%d" % "x")
except TypeError as e:
    print(e)
try:
    print("%s %s" % "one")
except TypeError as e:
    print(e)
try:
    print("%s" % (1, 2))
except TypeError as e:
    print(e)
try:
    "{} {}".format(1)
except IndexError as e:
    print("IndexError")
