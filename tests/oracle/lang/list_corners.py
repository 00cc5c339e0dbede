# set: first
a = list(range(5))
a[5:] = [5, 6]
a[0:0] = [-1]
a[len(a):] = "xy"
print(a)
a[1:4] = []
print(a)
a[-2:] = [0]
print(a)
b = [1, 2, 3]
b[:] = (x * 2 for x in b)
print(b)
b.extend("ab")
b.extend(x for x in (1, 2))
b += (3,)
print(b)
b *= 2
print(b, b.index(2, 1), b.count("a"))
print([1, [2, [3]]][1][1][0], [[]] * 2, [None] * 2, [0] * -1)
print([1, 2, 3] == [1, 2, 3.0], [1, 2] > [1], [[1]] < [[2]], [1, "a"] == [1, "b"])
c = [3, 1, 2]
print(c.sort(), c, sorted(c, reverse=True), c[::-1], c.reverse(), c)
for x in c[:]:
    if x == 2:
        c.remove(x)
print(c)
grow = [1]
for x in grow:
    if len(grow) < 5:
        grow.append(x + 1)
print(grow)
shrink = [1, 2, 3, 4]
for x in shrink:
    shrink.remove(x)
print(shrink)
print(list("hi"), list({"k": 1}), list((1, 2)), list(range(2)), list(b"a"), list(zip()))
print([x for x in [1, None, 0, ""] if x is not None], [*[1], *[2]], len([[], []]))
m = [[r * 3 + c for c in range(3)] for r in range(3)]
print(m, [row[1] for row in m], [m[i][i] for i in range(3)], sum(map(sum, m)))
print(list(map(list, zip(*m))), max(m), min(m, key=lambda r: r[0] % 2))
a.insert(100, "end")
a.insert(-100, "start")
print(a, "end" in a)
del a[:]
print(a, not a)
x = y = []
x.append(1)
print(y)
x, y = [], []
x.append(1)
print(y)
print([i for i in reversed([1, 2, 3])], list(filter(lambda n: n % 2, range(5))), [1, 2, 3].pop(-2))
