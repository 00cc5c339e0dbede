# After its turn has come it goes on without raising the flag again. With both inside, the one who leaves first
# may end for ever, and the other gives the turn to it.
# finds: assertion, lost-update, race, stuck
# outcomes: 3 4
from threading import Thread

wants = [False, False]
turn = 0
n = 0


def work(me):
    global turn, n
    other = 1 - me
    for _ in range(2):
        wants[me] = True
        while wants[other]:
            if turn == other:
                wants[me] = False
                while turn == other:
                    pass
        n += 1
        turn = other
        wants[me] = False


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 4
