# A lock between the store and the load empties the buffer.
# options: --tso
# finds: race
# outcomes: "0 1" "1 0" "1 1"
from threading import Lock, Thread

x = 0
y = 0
saw_y = 0
saw_x = 0
fence = Lock()


def left():
    global x, saw_y
    x = 1
    with fence:
        pass
    saw_y = y


def right():
    global y, saw_x
    y = 1
    with fence:
        pass
    saw_x = x


ts = [Thread(target=f) for f in (left, right)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(saw_y, saw_x)
assert saw_y or saw_x
