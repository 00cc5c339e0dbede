# set: first
# Attributes on demand, items on demand, calls.

class Lazy:
    def __init__(self):
        self.real = 1

    def __getattr__(self, name):
        if name.startswith("make_"):
            return lambda: "made " + name[5:]
        raise AttributeError("no " + name)


z = Lazy()
print(z.real, z.make_tea())
try:
    z.other
except AttributeError as e:
    print(e)
print(hasattr(z, "make_x"), hasattr(z, "y"), getattr(z, "q", "dflt"))


class Grid:
    def __init__(self):
        self.cells = {}

    def __getitem__(self, key):
        return self.cells.get(key, ".")

    def __setitem__(self, key, value):
        self.cells[key] = value

    def __delitem__(self, key):
        del self.cells[key]

    def __contains__(self, key):
        return key in self.cells


g = Grid()
g[1, 2] = "x"
g["name"] = "grid"
print(g[1, 2], g[0, 0], g["name"], (1, 2) in g)
del g["name"]
print("name" in g)


class Slicer:
    def __getitem__(self, k):
        return k


s = Slicer()
print(s[1], s[1:2], s[::3], s[1, 2:3], s["a"])


class Old:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * i


print(list(Old()), 4 in Old(), [x for x in Old()])


class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x, *, twice=False):
        return (x + self.n) * (2 if twice else 1)


add = Adder(5)
print(add(1), add(1, twice=True), callable(add), callable(5), list(map(add, [1, 2])))
