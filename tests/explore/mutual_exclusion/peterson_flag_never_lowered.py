# Whoever was the last to give the turn away waits for a flag that stays up.
# finds: race, stuck
# outcomes:
from threading import Thread

flag = [False, False]
turn = 0
n = 0


def work(me):
    global turn, n
    other = 1 - me
    flag[me] = True
    turn = other
    while flag[other] and turn == other:
        pass
    n += 1


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
