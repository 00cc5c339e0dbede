# set: first
# needs: gevent
# What a greenlet says of itself, and every way to use it wrongly.
from greenlet import GreenletExit, error, getcurrent, greenlet
import threading

main = getcurrent()
print(main.parent, main.dead, bool(main), main is getcurrent())


def twice(x, y=0):
    print("got", x, y, getcurrent() is g, g.parent is main)
    x = main.switch(x + y)
    print("again", x)
    return "end"


g = greenlet(twice)
print(bool(g), g.dead)
print(g.switch(1, y=2), bool(g), g.dead)
print(g.switch("back"), bool(g), g.dead)
print(g.switch(5), g.switch(), g.switch(1, 2))


def receives():
    while True:
        got = main.switch()
        print("received", got)


r = greenlet(receives)
print(r.switch())
r.switch()
r.switch(1)
r.switch(1, 2)
r.switch(a=1)
r.switch(1, a=2)


def catches():
    try:
        main.switch("waiting")
    except ValueError as e:
        print("caught", e)
        main.switch("after the error")
    except GreenletExit:
        print("asked to exit")
        raise


c = greenlet(catches)
print(c.switch(), c.throw(ValueError, "thrown"), c.dead)
c2 = greenlet(catches)
c2.switch()
print(repr(c2.throw()), c2.dead)
print(repr(c2.throw()), c2.dead)
c3 = greenlet(catches)
c3.switch()
try:
    c3.throw(KeyError("goes up"))
except KeyError as e:
    print("in main:", e)
new = greenlet(catches)
try:
    new.throw(LookupError("before it began"))
except LookupError as e:
    print(e, new.dead)
print(repr(greenlet(catches).throw()))


def child():
    print("the parent is", getcurrent().parent is middle)
    return "from the child"


def parent():
    got = greenlet(child).switch()
    print("parent got", got)
    return "from the parent"


middle = greenlet(parent)
print(middle.switch())
a, b = greenlet(child), greenlet(child)
a.parent = b
try:
    b.parent = a
except ValueError as e:
    print(e)
try:
    a.parent = 5
except TypeError:
    print("no greenlet")
try:
    greenlet().switch()
except AttributeError as e:
    print("AttributeError", e)


class Mine(greenlet):
    def run(self, *args):
        return ["run", args]


print(Mine().switch(1, 2))


def elsewhere():
    try:
        r.switch()
    except error as e:
        print("another thread:", e)
    print(getcurrent() is main)


t = threading.Thread(target=elsewhere)
t.start()
t.join()


def deep(n):
    return main.switch(n) if n == 0 else deep(n - 1)


d = greenlet(deep)
print(d.switch(200), d.switch("out"))
