# What only one task touches is no step: there is one interleaving.
# finds: nothing
# outcomes: "1 1"
# interleavings: 1
from threading import Thread

x = 0
y = 0


def left():
    global x
    x += 1


def right():
    global y
    y += 1


ts = [Thread(target=f) for f in (left, right)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(x, y)
