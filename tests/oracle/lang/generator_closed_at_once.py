# set: first
# stderr: errors
# A generator that nobody has any more is closed at once: its finally runs before the next line.
from contextlib import contextmanager


def numbers(name):
    try:
        yield 1
        yield 2
    finally:
        print("end of", name)


def relay(name):
    try:
        yield from numbers(name)
    finally:
        print("relay", name)


def raises_in_the_loop():
    for a in numbers("outer"):
        for b in relay("inner"):
            if b == 2:
                raise KeyError(b)


try:
    raises_in_the_loop()
except KeyError as e:
    print("caught", e)
try:
    for a in numbers("module"):
        1 / 0
except ZeroDivisionError:
    print("caught at the module's level")
try:
    for a, b in numbers("unpacked"):
        pass
except TypeError:
    print("what it gave could not be unpacked")


def returns_from_the_loop():
    for a in relay("returned"):
        try:
            return a
        finally:
            print("before the loop is left")


print(returns_from_the_loop())
for a in numbers("broken"):
    break
print("after break")


def has_it_in_a_variable(*more, key=None):
    it = numbers("variable")
    next(it)
    print("leaving")


has_it_in_a_variable()
print("left")
has_it_in_a_variable(1, 2, key=3)
has_it_in_a_variable(**{"key": 1})
print("left with arguments")


def step(it):
    return next(it)


def lends_it():
    it = numbers("lent")
    step(it)
    print("still mine")


lends_it()


def hands_it_on():
    it = numbers("handed on")
    next(it)
    return it


kept = hands_it_on()
print("kept:", next(kept))
kept = None
print("no more")


def dies_with_it():
    it = numbers("of the one that raised")
    next(it)
    raise ValueError("raised")


def handles():
    try:
        dies_with_it()
    except ValueError as e:
        print("handler of", e)
    print("after the handler")


handles()
try:
    dies_with_it()
except ValueError:
    print("handler")
print("after it")


def fails_at_its_end():
    try:
        yield 1
    finally:
        raise OSError("at its end")


def will_not_end():
    try:
        yield 1
    except GeneratorExit:
        yield 2


for a in fails_at_its_end():
    break
try:
    for a in fails_at_its_end():
        raise KeyError("of the body")
except KeyError as e:
    print(e)
for a in will_not_end():
    break


@contextmanager
def managed(n):
    print("enter", n)
    try:
        yield n
    finally:
        print("exit", n)


def uses():
    with managed(1) as a, managed(2) as b:
        return a + b


print(uses(), [uses() for i in range(2)])
held = numbers("held by a list")
next(held)
held = [held]
for a in held[0]:
    break
print("not closed: somebody has it")
print(list(held[0]))
