# set: first
from collections import OrderedDict, defaultdict

d = defaultdict(list)
for k, v in [("a", 1), ("b", 2), ("a", 3)]:
    d[k].append(v)
print(d, dict(d), d["new"], len(d), "other" in d, d.get("other"))
n = defaultdict(int)
for c in "hello":
    n[c] += 1
print(dict(n), n["zzz"], sorted(n))
z = defaultdict(lambda: "default", k=1)
print(z["x"], z["k"], dict(z))
t = defaultdict(lambda: defaultdict(int))
t["a"]["b"] += 1
print(t["a"]["b"], {k: dict(v) for k, v in t.items()})
s = defaultdict(set)
s[1].add(2)
print(s)
try:
    defaultdict()["none"]
except KeyError as e:
    print("KeyError", e)
o = OrderedDict(b=1, a=2)
o["c"] = 3
o.move_to_end("b")
print(list(o), o.popitem(last=False), list(o.items()), o == OrderedDict([("c", 3), ("b", 1)]), o == {"b": 1, "c": 3})
o.move_to_end("b", last=False)
print(o)
