# set: first
print(int(), float(), str(), bool(), list(), tuple(), dict(), set(), bytes())
print(int("10", 2), int(3.9), int(-3.9), float("1.5"), float(2), str(1.0), bool("x"), bool(0))
print(list("ab"), tuple([1]), dict(a=1), str([1, "a"]), str(None), str(True), repr("x"))
print(hex(255), oct(8), bin(5), ord("A"), chr(97), hex(-16))
print(abs(-5), abs(-2.5), round(3.7), divmod(17, 5), pow(2, 3), pow(2, 3, 5), max(1, 2), min(1, 2), sum((1, 2)))
print(callable(print), callable(lambda: 0), callable(5), callable(int))
print(type(5), type("a"), type(5.0), type([]), type(None), type(print), type(int))
print(isinstance(5, int), isinstance(5, (str, int)), isinstance(True, int), isinstance(5, float), issubclass(int, object))
print(id(5) == id(5), isinstance(id([]), int), hash("a") == hash("a"), hash(5))
print(sorted([3, 1, 2]), list(reversed([1, 2])), len("abc"), len({1: 2}), len((1,)))
x = 5
print(x + 1, "x" in globals(), "x" in vars(), "x" in dir())


def f(a):
    b = a
    return sorted(locals())


print(f(1))
print(type(5) is int, type(5) == type(6), type("") is str, int is int, type(type(5)))
print(str(b"x"), str(b"x", "utf-8"), bytes("a", "ascii"), ascii("é"), format(3.14159, ".2f"))
print(object() == object(), isinstance(object(), object), bool(object()))
print(all(callable(c) for c in (int, str, len, print, type, isinstance)))
print(dict([("a", 1)]), dict({"b": 2}, c=3), tuple("ab"), frozenset([1]), list(dict(x=1)))
print(getattr("abc", "upper")(), hasattr([], "append"))
