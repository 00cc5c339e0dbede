# Whoever has to wait for its turn does not lower its flag: the other waits for the flag, for ever.
# finds: race, stuck
# outcomes: 2
from threading import Thread

wants = [False, False]
turn = 0
n = 0


def work(me):
    global turn, n
    other = 1 - me
    wants[me] = True
    while wants[other]:
        if turn == other:
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
assert n == 2
