# finds: race
# verdict: holds
from threading import Thread

flag0 = flag1 = False
turn = count = 0


def left():
    global flag0, turn, count
    flag0 = True
    turn = 1
    while flag1 and turn == 1:
        pass
    count += 1
    flag0 = False


def right():
    global flag1, turn, count
    flag1 = True
    turn = 0
    while flag0 and turn == 0:
        pass
    count += 1
    flag1 = False


a, b = Thread(target=left), Thread(target=right)
a.start()
b.start()
a.join()
b.join()
assert count == 2
