# set: first
x = 1
del x
try:
    x
except NameError as e:
    print(e)
a = [0, 1, 2, 3, 4, 5]
del a[0], a[-1]
print(a)
del a[1:3]
print(a)
d = {"a": 1, "b": 2}
del d["a"]
print(d)
try:
    del d["zz"]
except KeyError as e:
    print("KeyError", e)


class C:
    y = 1

    def __init__(self):
        self.z = 2


c = C()
del c.z
try:
    del c.z
except AttributeError as e:
    print("AttributeError")
print(c.y, hasattr(c, "z"))
del C.y
print(hasattr(c, "y"))


def f():
    n = 1
    del n
    try:
        return n
    except UnboundLocalError as e:
        return type(e).__name__


print(f())
b = list(range(10))
del b[::2]
print(b)
p, q = 1, 2
del (p, q)
print("p" in dir(), "a" in dir())
try:
    del [1, 2][5]
except IndexError as e:
    print(e)
