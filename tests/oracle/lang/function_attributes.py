# set: first
def f(a, b=2):
    """Docs of f."""
    return a + b


print(f.__name__, f.__doc__, f.__defaults__, f.__qualname__, f.__module__)
f.note = "mine"
print(f.note, hasattr(f, "none"))
g = f
g.note = "changed"
print(f.note, f is g, type(f).__name__)


def outer():
    def inner():
        pass
    return inner


print(outer().__name__, outer().__qualname__, (lambda: 0).__name__, outer().__doc__)


class C:
    """Docs of C."""

    def m(self):
        "Docs of m."


print(C.__doc__, C.m.__doc__, C().m.__name__, C.m.__qualname__, C.__module__)
table = {"f": f, "len": len}
print(table["f"](1), table["len"]("abc"))
print([fn.__name__ for fn in (f, len, str.upper, C().m, print)])


def annotated(x: int, y: "str" = "d") -> bool:
    z: int = 5
    w: float
    return bool(x) and z == 5


print(annotated(1), sorted(annotated.__annotations__))
count: int = 3
print(count)


def returns_nothing():
    return


def returns_implicitly():
    1 + 1


print(returns_nothing(), returns_implicitly(), (lambda: None)())


def many():
    return 1, "two", [3]


print(many(), type(many()).__name__)
