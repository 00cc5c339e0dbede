# set: first
x = "global"


def f():
    x = "local"
    return [x + str(i) for i in range(2)], [y for x in "ab" for y in x], x


print(f())


class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    factor = 2


print(C.doubled, x)
try:
    print(i)
except NameError as e:
    print(e)
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
print([(i, j) for i in range(3) for j in range(i)])
print({i: {j for j in range(i)} for i in range(3)})
rows = [[1, 2], [3, 4]]
print([[r[c] for r in rows] for c in range(2)])
print([a if a else "zero" for a in [0, 1]], [a for a in [0, 1] if a])
print([last := n for n in range(4)], last)
print(any((found := w).startswith("b") for w in ["ab", "ba", "bb"]), found)
print([i for i in range(5) if i % 2 if i > 1], [k for k, v in {"a": 1, "b": 2}.items() if v > 1])
print({k.upper(): v for k, v in zip("ab", (1, 2))}, {len(w) for w in ["x", "y"]})
print([*map(str, [i for i in range(2)])], [[]for _ in range(2)])
