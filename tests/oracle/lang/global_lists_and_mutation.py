# set: first
# Names are bound; objects are changed. Which is which?

def change(items):
    items.append("inside")
    items = ["new"]
    items.append("lost")
    return items


mine = ["start"]
print(change(mine), mine)


def swap(a, b):
    a, b = b, a
    return a, b


p, q = 1, 2
print(swap(p, q), p, q)
rows = [[0] * 3 for _ in range(2)]
rows[0][0] = 1
print(rows)
same = [[0] * 3] * 2
same[0][0] = 1
print(same)
a = [1, 2]
b = a
c = a[:]
d = list(a)
b.append(3)
print(a, c, d, a is b, a is c, a == c)
outer = [[1], [2]]
shallow = outer[:]
shallow[0].append("both")
shallow.append("only here")
print(outer, shallow)
cfg = {"list": []}
copy = dict(cfg)
copy["list"].append(1)
copy["x"] = 2
print(cfg, copy)
loop = []
loop.append(loop)
print(loop, len(loop), loop[0] is loop)
e = {}
e["self"] = e
print(e)
s = "text"
r = s
s = s.upper()
print(r, s)
for x in mine:
    x = "changed?"
print(mine)
for i, x in enumerate(mine):
    mine[i] = x + "!"
print(mine)
