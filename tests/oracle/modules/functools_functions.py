# set: first
import functools
from functools import lru_cache, partial, reduce, wraps

print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], 10), reduce(max, [3, 9, 4]))
p = partial(pow, 2)
print(p(5), partial(int, base=2)("101"), partial(print, "a", sep="-")("b"), p.func is pow, p.args, partial(int, base=2).keywords)
calls = []


@lru_cache(maxsize=None)
def fib(n):
    calls.append(n)
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(30), len(calls), fib.cache_info().hits > 0, fib.cache_info().misses)
fib.cache_clear()
fib(1)
print(len(calls), fib.__name__)


@functools.cache
def square(n):
    print("computing", n)
    return n * n


print(square(3), square(3), square(4))


def deco(f):
    @wraps(f)
    def w(*a):
        return f(*a)
    return w


@deco
def documented():
    """docs"""


print(documented.__name__, documented.__doc__)
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
try:
    reduce(lambda a, b: a, [])
except TypeError as e:
    print(e)


@functools.total_ordering
class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        return self.n == o.n

    def __lt__(self, o):
        return self.n < o.n


print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2), V(1) != V(2))


class C:
    @functools.cached_property
    def slow(self):
        print("once")
        return 42


c = C()
print(c.slow, c.slow)
