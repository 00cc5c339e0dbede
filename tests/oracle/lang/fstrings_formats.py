# set: first
# f-strings: widths, signs, precision, bases, conversions.

name, n, price = "Ann", 42, 3.14159
print(f"{name} has {n}")
print(f"[{name:10}] [{name:>10}] [{name:^10}] [{name:*^9}]")
print(f"[{n:5}] [{n:<5}] [{n:05}] [{n:+d}] [{-n:+}] [{n: d}]")
print(f"{price:.2f} {price:8.3f} {price:e} {price:.3g} {price:%}")
print(f"{n:b} {n:o} {n:x} {n:X} {n:#x} {n:#b}")
print(f"{1234567:,} {1234567.891:,.1f} {1234567:_}")
print(f"{name!r} {name!s:>5} {'text'!r}")
print(f"{n=} {name=} {n + 1 = }")
width, digits = 10, 2
print(f"{price:{width}.{digits}f}|")
print(f"{{literal}} {n}{{}}")
print(f"{'nested ' + f'{n:03}'}")
print(f"{n if n > 40 else 'less'} {[x for x in range(3)]} {dict(a=1)['a']}")
print(f"{0.1 + 0.2:.20f}"[:10], f"{0.25:.0%}", f"{1e10}", f"{True} {None}")
print(f"{'a':<3}|{'b':>3}|" f"{'c':^3}|")
print(f"{n!r:>6}")
print(f"{65:c} {n:,d} {-7:04d} {3:4.1f}")
print(f'{"short":.3} {"中文":>4}')
