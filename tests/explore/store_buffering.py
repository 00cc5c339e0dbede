# options: --tso
# finds: race
# outcomes: "0 0" "0 1" "1 0" "1 1"
# verdict: holds
# replays: no
from threading import Thread

x = y = seen_x = seen_y = 0


def left():
    global x, seen_y
    x = 1
    seen_y = y


def right():
    global y, seen_x
    y = 1
    seen_x = x


a, b = Thread(target=left), Thread(target=right)
a.start()
b.start()
a.join()
b.join()
print(seen_x, seen_y)
