# set: first
def outer(a, b=[], *, c=None):
    b.append(a)

    def inner(x=a, y=len(b)):
        return x, y, a, len(b)

    a = a + 100
    return inner, inner(), inner(1), inner(y=0)


f, *results = outer(1)
print(results, f())
g, *results = outer(2)
print(results, f(), g())
calls = []


def default():
    calls.append("made")
    return len(calls)


def uses(x=default(), y=default()):
    return x, y


print(uses(), uses(), uses(y=5), calls)


def variadic(first, *rest, sep="-", **options):
    return sep.join(map(str, (first,) + rest)) + str(sorted(options))


print(variadic(1), variadic(1, 2, 3, sep="/"), variadic(*"abc", **{"sep": "", "z": 1}), variadic("x", y=1))


def count(n, step=1):
    def up():
        nonlocal n
        n += step
        return n
    return up


a, b = count(0), count(100, step=-10)
print(a(), a(), b(), a(), b())
print((lambda *a, k=2, **kw: (a, k, kw))(1, k=3, z=4), (lambda: (yield 5))().__next__())


def recursive_inner(n):
    def fact(k):
        return 1 if k < 2 else k * fact(k - 1)
    return [fact(i) for i in range(n)]


print(recursive_inner(6))
