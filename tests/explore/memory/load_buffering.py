# A value cannot come from a store that comes after the load of the other.
# finds: race
# outcomes: "0 0" "0 1" "1 0"
# interleavings: 6
from threading import Thread

x = 0
y = 0
saw_y = 0
saw_x = 0


def left():
    global x, saw_y
    saw_y = y
    x = 1


def right():
    global y, saw_x
    saw_x = x
    y = 1


ts = [Thread(target=f) for f in (left, right)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(saw_y, saw_x)
assert not (saw_y and saw_x)
