# set: first
# For loops over pairs, and what their variables hold afterwards; a pair that does not come changes nothing.
def last_pair(pairs):
    k = v = "nothing"
    for k, v in pairs:
        pass
    return k, v


print(last_pair(enumerate([])), last_pair({}.items()), last_pair(zip([], [])))
print(last_pair(enumerate("abc", 5)), last_pair({1: "one", 2: "two"}.items()), last_pair(zip("ab", [3, 4])))
print(last_pair([(1, 2), [3, 4], "xy"]), last_pair(map(divmod, [7, 9], [2, 4])))

pairs = enumerate(["a", "b", "c"])
for k, v in pairs:
    if k == 1:
        break
else:
    print("never")
print(k, v, next(pairs), list(pairs))

for whole in enumerate("xy"):
    k, v = whole
    print(whole, k, v)

for k, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(k, a, b)
for (a, b), k in {(1, 2): 3}.items():
    print(a, b, k)
for k, *rest in enumerate("z"):
    print(k, rest)

d = {"a": 1, "b": 2}
try:
    for k, v in d.items():
        d[k + v * "x"] = v
except RuntimeError as e:
    print(e, k, v)
try:
    for k, v in [(1, 2), (3, 4, 5)]:
        print(k, v)
except ValueError as e:
    print(e, k, v)
try:
    for k, v in enumerate(5):
        pass
except TypeError as e:
    print(e)


class Box:
    pass


box, row = Box(), [0, 0]
for box.key, row[1] in {"k": "v"}.items():
    print(box.key, row)
print({v: k for k, v in enumerate("ab")}, [k * v for k, v in {2: 3, 4: 5}.items()])
print({k for k, v in zip("ab", "cd") if v != "c"}, list((v, k) for k, v in enumerate("pq", -1)))
big = 2 ** 62 - 2
print([k for k, v in enumerate("abc", big)])


def numbers():
    yield 1, 2
    yield 3, 4


print([a + b for a, b in numbers()], [a * b for a, b in enumerate(x for x in (5, 6))])

# a pair that does not come leaves the variables as they were
a, b = "a", "b"
for wrong in ((1, 2, 3), (1,), 5, iter([1]), "xyz"):
    try:
        a, b = wrong
    except (ValueError, TypeError) as e:
        print(e, a, b)
a, b = b, a
print(a, b)
a, b = [a, a + b]
print(a, b)
