# With delayed stores both may miss what the other has stored.
# options: --tso
# finds: assertion, race
# outcomes: "0 0" "0 1" "1 0" "1 1"
from threading import Thread

x = 0
y = 0
saw_y = 0
saw_x = 0


def left():
    global x, saw_y
    x = 1
    saw_y = y


def right():
    global y, saw_x
    y = 1
    saw_x = x


ts = [Thread(target=f) for f in (left, right)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(saw_y, saw_x)
assert saw_y or saw_x
