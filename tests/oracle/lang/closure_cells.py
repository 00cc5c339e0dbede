# set: first
# Cells are shared by all functions that close over them, and live on.

def make():
    values = []
    total = 0

    def put(x):
        nonlocal total
        values.append(x)
        total += x

    def get():
        return values, total

    def drop():
        nonlocal total
        total = 0
        values.clear()

    return put, get, drop


put, get, drop = make()
put(1)
put(2)
print(get())
drop()
print(get())


def late():
    def f():
        return x
    x = "bound after def"
    return f


print(late()())


def levels():
    a = 1

    def two():
        b = 2

        def three():
            c = 3
            return lambda d: (a, b, c, d)
        return three()
    return two()


print(levels()(4))


def unbound():
    def f():
        return z
    try:
        return f()
    except NameError as e:
        return str(e)
    z = 1


print(unbound())


class Holder:
    size = 3
    sizes = [n for n in range(size)]

    def grow(self):
        return lambda: self.size + 1


print(Holder().grow()(), Holder.sizes)


def counter():
    counter.calls += 1
    return counter.calls


counter.calls = 0
counter()
print(counter(), counter.calls)


def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run


print(compose(lambda x: x + 1, str, lambda s: s * 2)(4))
