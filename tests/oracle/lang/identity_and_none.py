# set: first
a = None
print(a is None, a == None, not a, type(a).__name__, str(a), [a, a], {a: 1}[None])
x = [1]
y = x
z = [1]
print(x is y, x is z, x == z, x is not z, id(x) == id(y), id(x) == id(z))


def f():
    pass


print(f() is None, print is print, f is f, int is int, type(1) is type(2), () is not [])
s = "hello"
t = s
print(s is t, s == "hel" + "lo", True is (1 < 2), None is not False)
e = Ellipsis
print(e is ..., e, NotImplemented is NotImplemented)
d = {"k": None}
print(d.get("k"), d.get("z"), "k" in d, d["k"] is None, d.get("z", 5), d.get("k", 5))
seen = {id(o): o for o in (x, y, z)}
print(len(seen))


class C:
    instances = []

    def __init__(self):
        C.instances.append(self)


c1, c2 = C(), C()
print(c1 == c2, c1 == c1, c1 in C.instances, C.instances.index(c2), c1 is C.instances[0])
missing = object()
print(d.get("k", missing) is missing, d.get("q", missing) is missing)
try:
    None + 1
except TypeError as err:
    print(err)
try:
    None()
except TypeError as err:
    print(err)
try:
    None[0]
except TypeError as err:
    print(err)
try:
    for i in None:
        pass
except TypeError as err:
    print(err)
