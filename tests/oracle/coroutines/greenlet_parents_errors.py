# set: first
# needs: greenlet
from greenlet import GreenletExit, getcurrent, greenlet


def fails():
    raise ValueError("up to the parent")


try:
    greenlet(fails).switch()
except ValueError as e:
    print("parent got", e)


def inner():
    print("inner, parent is outer:", getcurrent().parent is o)
    return "from inner"


def outer():
    i = greenlet(inner)
    print(i.switch())
    return "from outer"


o = greenlet(outer)
print(o.switch(), o.dead)


def patient():
    try:
        getcurrent().parent.switch("waiting")
    except GreenletExit:
        print("told to leave")
        raise
    finally:
        print("finally")


p = greenlet(patient)
print(p.switch())
print(type(p.throw()).__name__, p.dead)


def takes():
    try:
        getcurrent().parent.switch()
    except KeyError as e:
        return "handled %s" % e


t = greenlet(takes)
t.switch()
print(t.throw(KeyError("k")))
