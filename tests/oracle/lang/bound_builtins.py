# set: first
# Methods of builtins kept in variables; instances of plain classes, and what changes these later.
items = []
add, look = items.append, items.index
for i in range(5):
    add(i * i)
print(items, look(9), add(1) is None)
for wrong in (lambda: add(), lambda: add(1, 2), lambda: look(77), lambda: items.pop(99)):
    try:
        wrong()
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__)
get = {"a": 1}.get
print(get("a"), get("b"), get("b", 2), get(*["c", 3]))
try:
    get([])
except TypeError as e:
    print(e)
join, upper = "-".join, "text".upper
print(join(c for c in "abc"), upper(), join(["x"]))
send = (x for x in "pq").send
print(send(None), send(None))
extend = items.extend
extend(v for v in (7, 8))
print(items)
d = {}
for key in [1, True, 1.0, "1", (1,), 1 << 70, 2.5, None]:
    print(d.get(key, "absent"), key in d, key not in d)
    d[key] = key
print(d)


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 5

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


d = {Key(1): "one", Key(2): "two", 5: "five"}
print(d.get(Key(2)), d.get(Key(3), "none"), Key(1) in d, Key(9) in d, 5 in d, Key(2) in set(d), {k.n for k in d if k != 5})


# ---- instances ----

class Point:
    def __init__(self, x, y=0):
        self.x = x
        self.y = y


def made(*args):
    try:
        p = Point(*args)
        return type(p).__name__, vars(p)
    except TypeError as e:
        return str(e)


def pair():
    return Point(1, 2), Point(3, y=4), Point(5)


print([vars(p) for p in pair()], [vars(Point(i, i)) for i in range(3)])
print(made(), made(1), made(1, 2), made(1, 2, 3))
Point.__init__ = lambda self, x, y: setattr(self, "sum", x + y)
print([vars(Point(i, i)) for i in range(2)], made(1))
Point.__init__ = lambda self, x, y: 5
print(made(1, 2))
Point.__init__ = lambda self, x, y: None
print(made(1, 2))
Point.__new__ = lambda cls, *args: object.__new__(Other)


class Other:
    pass


print(made(1, 2))


class Deep:
    def __init__(self, n):
        self.below = Deep(n - 1) if n else None


def depth(d):
    return 0 if d is None else 1 + depth(d.below)


print(depth(Deep(50)))


class Careless:
    def __init__(self, n):
        if n == 2:
            raise ValueError(n)
        self.n = n


for n in range(4):
    try:
        print(Careless(n).n)
    except ValueError as e:
        print("refused", e)
