# set: first
def kind(x):
    if isinstance(x, bool):
        return "bool"
    if isinstance(x, int):
        return "int"
    if isinstance(x, (list, tuple)):
        return "sequence"
    if callable(x):
        return "callable"
    return type(x).__name__


print([kind(x) for x in (True, 3, 2.5, "s", [1], (2,), {}, set(), None, len, kind, int, b"")])


class A:
    pass


class B(A):
    pass


b = B()
print(type(b) is B, type(b) is A, isinstance(b, A), issubclass(B, A), issubclass(B, (int, A)), isinstance(B, type))
print(type(b).__name__, b.__class__.__name__, B.__base__.__name__, type(B).__name__)
print([type(x).__name__ for x in (1, 1.0, "", b"", [], (), {}, set(), None, True, range(1), len, kind, A, b, b.__init__)])
print(isinstance(1, object), isinstance(A, object), issubclass(A, object), A.__mro__[-1] is object)
print(type(1) in (int, float), {int: "whole", str: "text"}[type("x")], type(int("5")) == int)
Made = type("Made", (A,), {"x": 5, "hi": lambda self: "hi %d" % self.x})
print(Made().hi(), Made.__name__, isinstance(Made(), A))
try:
    issubclass(1, int)
except TypeError as e:
    print(e)
try:
    class C(5):
        pass
except TypeError as e:
    print("cannot inherit from that")
