# set: first
# needs: greenlet
# Values go both ways through switch.
from greenlet import getcurrent, greenlet

main = getcurrent()


def echo(first):
    got = first
    while got != "end":
        got = main.switch("echo " + got)
    return "finished"


g = greenlet(echo)
print(g.switch("one"), "|", g.switch("two"), "|", g.switch("end"), g.dead)


def add(a, b=0):
    x = main.switch(a + b)
    return x, getcurrent() is h


h = greenlet(add)
print(h.switch(1, b=2), h.switch("resumed"))
print(greenlet(lambda: 5).switch(), h.switch("dead"))


def swap():
    a = main.switch()
    b = main.switch(a)
    print("args", a, b)


s = greenlet(swap)
print(s.switch(), s.switch(7), s.switch((8, 9)))
