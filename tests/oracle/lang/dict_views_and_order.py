# set: first
d = {}
for w in ("pear", "apple", "fig"):
    d[w] = len(w)
keys, values, items = d.keys(), d.values(), d.items()
d["kiwi"] = 4
print(keys, values, items)
print(len(keys), "fig" in keys, 4 in values, ("fig", 3) in items)
print(sorted(keys & {"fig", "none"}), sorted(keys | {"x"}), sorted(keys - {"pear"}))
print(list(reversed(d)), list(d.items())[0])
del d["pear"]
d["pear"] = 9
print(list(d), next(iter(d)))
d["apple"] = 0
print(d)
print({**d, "fig": "new", "z": 1})
e = dict(d, q=1)
print(e, e == dict(reversed(list(e.items()))))
print({v: k for k, v in d.items()})
groups = {}
for w in ["ant", "bee", "ape", "cat", "bat"]:
    groups.setdefault(w[0], []).append(w)
print(groups)
d |= {"m": 1}
print(d)
for k in list(d):
    if d[k] == 0:
        del d[k]
print(d)
n = {"a": {"b": {"c": 1}}}
n["a"]["b"]["d"] = 2
print(n, n["a"]["b"].get("x", {}).get("y"))
print(dict(zip("abc", range(3))), dict(enumerate("xy")), len({}), bool({}), str({1: {2: 3}}))
print({None: 1, True: 2, 1.5: 3, (1,): 4, "s": 5, b"b": 6})
print(d.pop("nope", None), sorted(d, key=d.get), min(d.values()), sum(d.values()))
try:
    d.pop("nope")
except KeyError as err:
    print(repr(err))
try:
    {}.popitem()
except KeyError as err:
    print(err)
try:
    dict(a=1).update(5)
except TypeError as err:
    print(err)
