# Both raise their flag, and each waits for the other's: no end.
# finds: race, stuck
# outcomes: 2
from threading import Thread

wants = [False, False]
n = 0


def work(me):
    global n
    wants[me] = True
    while wants[1 - me]:
        pass
    n += 1
    wants[me] = False


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
