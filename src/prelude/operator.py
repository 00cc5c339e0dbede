"""Operators as functions."""

from _slow import index


def lt(a, b, /): return a < b
def le(a, b, /): return a <= b
def eq(a, b, /): return a == b
def ne(a, b, /): return a != b
def ge(a, b, /): return a >= b
def gt(a, b, /): return a > b
def not_(a, /): return not a
def truth(a, /): return bool(a)
def is_(a, b, /): return a is b
def is_not(a, b, /): return a is not b
def abs(a, /): return _abs(a)
def add(a, b, /): return a + b
def and_(a, b, /): return a & b
def floordiv(a, b, /): return a // b
def inv(a, /): return ~a
def lshift(a, b, /): return a << b
def mod(a, b, /): return a % b
def mul(a, b, /): return a * b
def matmul(a, b, /): return a @ b
def neg(a, /): return -a
def or_(a, b, /): return a | b
def pos(a, /): return +a
def pow(a, b, /): return a ** b
def rshift(a, b, /): return a >> b
def sub(a, b, /): return a - b
def truediv(a, b, /): return a / b
def xor(a, b, /): return a ^ b
def concat(a, b, /): return a + b
def contains(a, b, /): return b in a
def countOf(a, b, /): return sum([1 for item in a if item is b or item == b])
def getitem(a, b, /): return a[b]
def call(function, /, *args, **keywords): return function(*args, **keywords)


def _abs(a):
    return a.__abs__()


invert = inv


def setitem(a, b, c, /):
    a[b] = c


def delitem(a, b, /):
    del a[b]


def indexOf(a, b, /):
    at = 0
    for item in a:
        if item is b or item == b:
            return at
        at += 1
    raise ValueError("sequence.index(x): x not in sequence")


def iadd(a, b, /):
    a += b
    return a


def isub(a, b, /):
    a -= b
    return a


def imul(a, b, /):
    a *= b
    return a


def length_hint(obj, default=0, /):
    return len(obj) if hasattr(obj, "__len__") else default


class itemgetter:
    def __init__(self, item, /, *items):
        self._items = (item,) + items

    def __call__(self, obj, /):
        if len(self._items) == 1:
            return obj[self._items[0]]
        return tuple([obj[item] for item in self._items])

    def __repr__(self):
        return f"operator.itemgetter({', '.join([repr(item) for item in self._items])})"


def _follow(obj, path):
    for name in path.split("."):
        obj = getattr(obj, name)
    return obj


class attrgetter:
    def __init__(self, attr, /, *attrs):
        if not isinstance(attr, str):
            raise TypeError("attribute name must be a string")
        self._attrs = (attr,) + attrs

    def __call__(self, obj, /):
        if len(self._attrs) == 1:
            return _follow(obj, self._attrs[0])
        return tuple([_follow(obj, attr) for attr in self._attrs])

    def __repr__(self):
        return f"operator.attrgetter({', '.join([repr(attr) for attr in self._attrs])})"


class methodcaller:
    def __init__(self, name, /, *args, **keywords):
        self._name, self._args, self._keywords = name, args, keywords

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._keywords)


__lt__, __le__, __eq__, __ne__, __ge__, __gt__ = lt, le, eq, ne, ge, gt
__add__, __sub__, __mul__, __mod__, __neg__ = add, sub, mul, mod, neg
__and__, __or__, __xor__, __getitem__, __contains__ = and_, or_, xor, getitem, contains
