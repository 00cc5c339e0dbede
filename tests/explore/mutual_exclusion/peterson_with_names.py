# The same with nothing but plain variables, and stores that are seen at once.
# finds: race
# outcomes: 2
from threading import Thread

left_wants = False
right_wants = False
turn = 0
n = 0


def left():
    global left_wants, turn, n
    left_wants = True
    turn = 1
    while right_wants and turn == 1:
        pass
    n += 1
    left_wants = False


def right():
    global right_wants, turn, n
    right_wants = True
    turn = 0
    while left_wants and turn == 0:
        pass
    n += 1
    right_wants = False


ts = [Thread(target=f) for f in (left, right)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
