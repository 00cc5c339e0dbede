# Two writers, two readers that look in opposite order: they cannot disagree about who was first.
# finds: race
# interleavings: 180
from threading import Thread

x = 0
y = 0
first = None
second = None


def write_x():
    global x
    x = 1


def write_y():
    global y
    y = 1


def x_then_y():
    global first
    seen = x
    first = seen, y


def y_then_x():
    global second
    seen = y
    second = seen, x


ts = [Thread(target=f) for f in (write_x, write_y, x_then_y, y_then_x)]
for t in ts:
    t.start()
for t in ts:
    t.join()
assert not (first == (1, 0) and second == (1, 0))
