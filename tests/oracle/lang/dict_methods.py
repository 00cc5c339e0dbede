# set: first
# What dicts can do; they keep the order of insertion.

d = {"one": 1, "two": 2}
d["three"] = 3
print(d, len(d), d["two"])
print(d.get("four"), d.get("four", 4), "one" in d, 1 in d)
print(list(d), list(d.keys()), list(d.values()), list(d.items()))
for k, v in d.items():
    print(k, v, end="; ")
print()
d["one"] = 11
print(d)
del d["two"]
d["two"] = 22
print(d)
print(d.pop("one"), d.pop("zzz", "none"), d)
d.update({"a": 1}, b=2)
print(d)
print(d.setdefault("a", 9), d.setdefault("c", []), d)
print(d.popitem())
print(dict([("x", 1), ("y", 2)]), dict(p=1), dict.fromkeys("ab", 0))
e = d.copy()
e.clear()
print(len(d), e)
print({1: "int", 1.0: "float", True: "bool"})
print({"a": 1} | {"a": 2, "b": 3}, {"a": 1} == {"a": 1})
try:
    d["none"]
except KeyError as err:
    print("KeyError", err)
try:
    {[1]: 2}
except TypeError as err:
    print(err)
count = {}
for c in "banana":
    count[c] = count.get(c, 0) + 1
print(count, sorted(count.items(), key=lambda kv: -kv[1]), max(count, key=count.get))
grid = {(0, 1): "x"}
print(grid[0, 1])
try:
    for k in count:
        count[k + "!"] = 1
except RuntimeError as err:
    print(err)
