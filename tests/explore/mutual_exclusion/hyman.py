# Published as right, and wrong: between the inner wait and taking the turn the other may pass.
# finds: assertion, lost-update, race
# outcomes: 1 2
from threading import Thread

wants = [False, False]
turn = 0
n = 0


def work(me):
    global turn, n
    other = 1 - me
    wants[me] = True
    while turn != me:
        while wants[other]:
            pass
        turn = me
    n += 1
    wants[me] = False


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
