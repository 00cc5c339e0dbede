# Each gives the turn to itself: whoever comes second walks in.
# finds: assertion, lost-update, race
# outcomes: 1 2
from threading import Thread

flag = [False, False]
turn = 0
n = 0


def work(me):
    global turn, n
    other = 1 - me
    flag[me] = True
    turn = me
    while flag[other] and turn == other:
        pass
    n += 1
    flag[me] = False


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
