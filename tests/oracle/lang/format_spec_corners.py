# set: first
for value, spec in [(42, "5d"), (42, "<5"), (42, "^7"), (42, "*^7"), (-42, "=6"), (42, "+"), (42, "x"), (42, "#o"),
                    (42, "08b"), (42, ","), (1234567, "_d"), (255, "#06x"), ("ab", "5"), ("ab", ">5"),
                    ("abcdef", ".3"), ("ab", "-^6"), (3.5, "6"), (3.5, ".3"), (True, "d"), (True, ""), (None, ""),
                    (10 ** 9, ",d"), (1e6, ",.0f"), (0.1234, ".1%"), (97, "c"), (5, "05.1f"), (-5, "+05d")]:
    print("%r %r -> [%s]" % (value, spec, format(value, spec)))
for value, spec in [("text", "d"), (5, "s"), ([1], ">5"), (1.5, "d"), (5, "zz")]:
    try:
        format(value, spec)
        print("fine?")
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


class Money:
    def __init__(self, n):
        self.n = n

    def __format__(self, spec):
        return "$%.2f" % self.n if spec == "usd" else str(self.n)

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


m = Money(3)
print(f"{m:usd} {m} {m!s} {m!r:>6} {m!s:*<5}", "{:usd}".format(m), "{!r}".format(m), format(m))
a = {"k": [10, 20], "n": {"z": "deep"}}
print("{0[k][1]} {0[n][z]}".format(a), "{x.n}".format(x=m), "{:>{}}".format("r", 4), "{a}{a}".format(a=1))
print("%-5s|%5s|%05.1f|%s" % ("ab", "cd", 2.345, {"d": 1}), "%c%c" % ("x", 121), "%r" % ("t",), "%5.2s|" % "abc")
row = "{:<10}{:>6}{:^8}"
print(row.format("name", "qty", "ok"))
print(row.format("apple", 12, "yes"))
print(f"{'=' * 10:>12}", f"{1 + 1}", f"{'q'}" 'r' f"{2}", f"{ {'a': 1}['a'] }", f"{(lambda x: x + 1)(1)}")
