# set: first
rows = [("apple", 3, 0.5), ("banana", 12, 0.25), ("中文", 100, 1234.5)]
print("%-8s|%5s|%10s" % ("name", "qty", "price"))
print("-" * 8 + "+" + "-" * 5 + "+" + "-" * 10)
for name, qty, price in rows:
    print("%-8s|%5d|%10.2f" % (name, qty, price))
    print("{:<8}|{:>5}|{:>10,.2f}".format(name, qty, price))
    print(f"{name:^8}|{qty:05d}|{price:+10.1e}")
total = sum(q * p for _, q, p in rows)
print(f"{'total':>14} {total:,.2f} {total=:.1f} {len(rows)=}")
print(*("{}:{!r}".format(i, r[0]) for i, r in enumerate(rows)), sep="; ")
width = max(len(r[0]) for r in rows)
for r in rows:
    print(r[0].ljust(width, "."), str(r[1]).rjust(4), "#" * min(r[1], 20))
print("\n".join("\t".join(map(str, r)) for r in rows))
print("%(name)s=%(n)5.1f%%" % {"name": "x", "n": 99.5}, "%s" * 3 % ("a", "b", "c"), "%%", "100%")
print("a{}b{}c".format(*"12"), "{x}{y}".format(**{"x": 1, "y": 2}), "{:}".format(5), "{0:}{0}".format(1))
