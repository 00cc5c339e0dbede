# set: first
# All the doors of a generator.

def g():
    received = []
    while True:
        try:
            x = yield len(received)
            received.append(x)
        except ValueError as e:
            received.append(str(e))
        if x == "end":
            return received


it = g()
print(next(it), it.send("a"), it.send("b"))
print(it.throw(ValueError("v")))
try:
    it.send("end")
except StopIteration as e:
    print(e.value)
print(next(it, "exhausted"))


def raises_stop():
    yield 1
    raise StopIteration


try:
    list(raises_stop())
except RuntimeError as e:
    print(e)


def running():
    try:
        next(me)
    except ValueError as e:
        yield str(e)


me = running()
print(next(me))


def with_return():
    return 5
    yield


print(list(with_return()))
try:
    next(with_return())
except StopIteration as e:
    print(e.value)


def exc_in():
    yield 1
    raise KeyError("inside")


e = exc_in()
print(next(e))
try:
    next(e)
except KeyError as err:
    print(err)
print(next(e, "finished after error"))
h = (x for x in range(3))
h.close()
print(list(h))


def thrower():
    yield


t = thrower()
try:
    t.throw(TypeError, "before start")
except TypeError as err:
    print(err)
print(list(t))


def expr():
    a = (yield 1) + (yield 2)
    print("sum", a)
    return a


x = expr()
print(next(x), x.send(10))
try:
    x.send(5)
except StopIteration as s:
    print(s.value)
print(type(x).__name__, iter(x) is x)
