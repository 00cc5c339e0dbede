# Greenlets switch only where they say so; a thread comes at any moment.
# finds: lost-update, race
# outcomes: 1 2 3
from greenlet import greenlet
from threading import Thread

n = 0


def ping():
    global n
    for _ in range(2):
        x = n
        b.switch()
        n = x + 1


def pong():
    global n
    for _ in range(2):
        x = n
        n = x + 1
        a.switch()


def add():
    global n
    n += 1


a, b = greenlet(ping), greenlet(pong)
t = Thread(target=add)
t.start()
a.switch()
t.join()
print(n)
