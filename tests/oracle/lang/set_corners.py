# set: first
a = set()
for w in "to be or not to be".split():
    a.add(w)
print(len(a), sorted(a))
print(sorted({1, 2} | {3}), sorted({1, 2} & {2, 3}), {1, 2} - {1, 2}, sorted({1, 2}.symmetric_difference({2, 3})))
b = {1, 2, 3}
c = b
c.discard(2)
print(sorted(b), b == c, b is c, b.copy() is b)
print({1, 2} >= {1}, {1, 2} > {1, 2}, {1}.issuperset(set()), set() == frozenset(), {1} != {2})
b.intersection_update({3, 4})
print(b)
b.difference_update([3])
print(b, not b)
print(sorted(set(range(10)) - set(range(0, 10, 2))), len({(1, 2), (1, 2)}), {1, True, 1.0} == {1})
print(sorted(x for x in {"b": 1, "a": 2}), sorted(set("hello") & set("world")), sorted(set([3, 1, 3])))
try:
    {1, [2]}
except TypeError as e:
    print(e)
try:
    {1} + {2}
except TypeError as e:
    print(e)
try:
    {1}[0]
except TypeError as e:
    print(e)
f = frozenset("ab")
try:
    f.add("c")
except AttributeError as e:
    print(e)
print(sorted(f | {"c"}), len(f), "a" in f, hash(f) == hash(frozenset("ba")), {1}.isdisjoint([2]), repr(set()), repr(frozenset()))
print(sorted(set([1, 2]).union([3], (4,))), max({3, 9, 2}), sum({1, 2, 3}), sorted({"x"} ^ {"x", "y"}))
