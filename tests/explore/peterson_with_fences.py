# options: --tso
# finds: race
# verdict: holds
# replays: no
from threading import Lock, Thread

flag0 = flag1 = False
turn = count = 0
fence0, fence1 = Lock(), Lock()


def left():
    global flag0, turn, count
    flag0 = True
    turn = 1
    fence0.acquire()  # waits for the stores before it
    fence0.release()
    while flag1 and turn == 1:
        pass
    count += 1
    flag0 = False


def right():
    global flag1, turn, count
    flag1 = True
    turn = 0
    fence1.acquire()
    fence1.release()
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
