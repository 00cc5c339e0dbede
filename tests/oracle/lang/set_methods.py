# set: first
# Sets; shown sorted, since their order is nobody's business.

a = {1, 2, 3, 3}
b = set([3, 4])
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b))
print(len(a), 2 in a, 5 in a, 5 not in a)
a.add(10)
a.add(10)
a.discard(99)
a.remove(1)
print(sorted(a))
print({1} < {1, 2}, {1, 2} <= {2, 1}, {1, 2} == {2, 1}, {1}.issubset({1, 2}), {1}.isdisjoint({2}))
a.update([7, 8])
print(sorted(a), sorted(a.union([0])), sorted(a.intersection([7, 9])), sorted(a.difference([7])))
try:
    a.remove(1000)
except KeyError as e:
    print("KeyError", e)
print(set(), {5}, set("a"), type({}), type(set()))
print(sorted(set("hello")), len(set([1, 1.0, True])))
f = frozenset([1, 2])
print(f == {1, 2}, {f: "key"}[frozenset([2, 1])])
a |= {50}
a -= {50, 7}
print(sorted(a))
one = {42}
print(one.pop(), one)
one.clear()
try:
    one.pop()
except KeyError:
    print("empty")
try:
    {[]}
except TypeError as e:
    print(e)
seen = set()
print([x for x in "abracadabra" if not (x in seen or seen.add(x))])
