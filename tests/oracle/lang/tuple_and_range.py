# set: first

t = (1, "two", [3])
print(t, len(t), t[0], t[-1], t[1:])
t[2].append(4)
print(t)
try:
    t[0] = 9
except TypeError as e:
    print(e)
single = (5,)
print(single, (), (5), tuple("ab"), tuple([1, 2]), 1, )
print((1, 2) + (3,), (0,) * 3, (1, 2) < (1, 3), (1, 2) == (1, 2), 2 in (1, 2))
print((1, 2, 1).count(1), (1, 2).index(2))
print(hash((1, 2)) == hash((1, 2)), {(1, 2): "k"}[(1, 2)])
r = range(2, 20, 3)
print(r, list(r), len(r), r[1], r[-1], 8 in r, 9 in r)
print(range(3) == range(0, 3), list(range(5, 0, -2)), list(range(0)), sum(range(101)))
print(r.start, r.stop, r.step, r.index(8), list(reversed(r)))
try:
    range(0, 5, 0)
except ValueError as e:
    print(e)
try:
    range(1.5)
except TypeError as e:
    print(e)


def min_max(values):
    return min(values), max(values)


low, high = min_max([4, 2, 8])
print(low, high)
a = 1, 2
print(a, *a, sep="-")
