# set: first
# What calls are refused, and how the errors read.

def f(a, b=2, *, c, d=4):
    return a, b, c, d


print(f(1, c=3), f(c=1, a=2), f(1, 2, d=5, c=6))


def attempt(g):
    try:
        print(g())
    except TypeError as e:
        print("TypeError:", e)


attempt(lambda: f(1))
attempt(lambda: f(1, 2, 3, c=4))
attempt(lambda: f(c=1))
attempt(lambda: f(1, c=2, e=3))
attempt(lambda: f(1, **{"a": 2, "c": 3}))


def g(x, /, y):
    return x, y


attempt(lambda: g(1, y=2))
attempt(lambda: g(1, 2))


def two(a, b):
    return a, b


attempt(lambda: two(1))
attempt(lambda: two())
attempt(lambda: two(1, 2, 3))
attempt(lambda: two(*[1, 2]))
attempt(lambda: two(**{"b": 1, "a": 2}))
attempt(lambda: 5(1))
attempt(lambda: "text"())
attempt(lambda: None())
attempt(lambda: two(1, b=2, **{"b": 3}))


class K:
    def m(self, x):
        return x


attempt(lambda: K().m())
attempt(lambda: K(1))
attempt(lambda: K.m(1))
attempt(lambda: len())
attempt(lambda: len(5))
