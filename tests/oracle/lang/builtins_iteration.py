# set: first
# enumerate, zip, map, filter, reversed, iter, next, range together.

print(list(enumerate("abc")), list(enumerate("ab", start=5)))
print(list(zip("abc", [1, 2], (True, False))), list(zip()), list(zip("ab")))
print(list(map(int, "123")), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(str.upper, ["a", "b"])))
print(list(filter(str.isdigit, "a1b2")), list(filter(None, [0, 1, "", "x", None])))
print(list(reversed("abc")), list(reversed((1, 2))), list(reversed(range(3))))
it = iter([1, 2, 3])
print(next(it), list(it), next(it, "none"))
m = map(str, [1, 2])
print(next(m), list(m), list(m))
z = zip([1, 2, 3], it := iter("xy"))
print(list(z), next(it, "gone"))
rolls = iter([3, 5, 6, 1])
print(list(iter(lambda: next(rolls), 6)))
print(sum([1, 2], 10), sum([[1], [2]], []), sum(x / 2 for x in [1, 2]))
print(any([]), all([]), any([0, "", 3]), all([1, "", 3]))
print(min(3, 1, 2), max("b", "a"), min("hello"), max([1, 2], [1, 3]), max({"a": 1, "b": 0}), min([4], default=0))
pairs = [(1, "a"), (2, "b")]
nums, chars = zip(*pairs)
print(nums, chars, dict(pairs), [n for n, _ in pairs])
print(list(range(-3, 3)), list(range(10, 0, -4)), range(5)[2], range(0, 10, 3)[-1], len(range(0, 10, 3)), 3 in range(5))
e = enumerate(["x", "y"])
print(next(e), list(e), type(e).__name__, type(m).__name__, type(z).__name__)
for a, (b, c) in zip("pq", [(1, 2), (3, 4)]):
    print(a, b, c)
for i, j in zip(range(3), range(3, 0, -1)):
    print(i * j, end=" ")
print()
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as err:
    print(err)
try:
    iter(5)
except TypeError as err:
    print(err)
try:
    next([1])
except TypeError as err:
    print(err)
