# What a function's code tells of it.
import functools


def plain(a, b=1, *rest, c, d=2, **more):
    x = a
    for y in rest:
        z = y
    return x


def positional(a, b, /, c):
    pass


def empty():
    """Nothing."""


@functools.lru_cache
@functools.wraps(plain)
def wrapped():
    pass


def outer(n):
    def inner(k):
        total = k + n
        return total
    return inner


class C:
    def method(self, value):
        self.value = value

    async def waits(self):
        pass


def generator():
    got = yield


for f in (plain, positional, empty, outer, outer(1), C.method, C().method, C.waits, generator, lambda u, v=1: u,
          wrapped.__wrapped__):
    code = f.__code__
    print(code.co_name, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_varnames,
          code.co_nlocals, code.co_freevars, code.co_firstlineno, code.co_filename.rpartition("/")[2], code.co_qualname)
    print(type(code).__name__, repr(code)[:13], code.co_varnames[:code.co_argcount])
try:
    print.__code__
except AttributeError as e:
    print(e)
try:
    plain.__code__.co_name = 1
except AttributeError as e:
    print("read-only" in str(e) or "readonly" in str(e))
