# set: first
# yield from passes values, sends, errors and the result.

def inner(n):
    total = 0
    for i in range(n):
        got = yield i
        if got:
            total += got
    return total


def outer():
    a = yield from inner(2)
    print("first gave", a)
    b = yield from inner(3)
    print("second gave", b)
    return a + b


g = outer()
print(next(g))
for v in (10, 20, 30, 40):
    print("->", g.send(v))
try:
    g.send(50)
except StopIteration as e:
    print("all", e.value)
print(list(outer()))


def guarded():
    try:
        yield from inner(5)
    except ValueError as e:
        yield "caught " + str(e)


g = guarded()
print(next(g), g.throw(ValueError("x")), next(g, None))


def flat(x):
    if isinstance(x, (list, tuple)):
        for y in x:
            yield from flat(y)
    else:
        yield x


def chain(*its):
    for it in its:
        yield from it


print(list(flat([1, (2, [3]), 4])), "".join(chain("ab", ["c", "d"], (str(i) for i in range(2)))))
