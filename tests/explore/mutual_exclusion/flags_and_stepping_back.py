# Both may step back together again and again, but from everywhere one of them can get through.
# finds: race
# outcomes: 2
from threading import Thread

wants = [False, False]
n = 0


def work(me):
    global n
    wants[me] = True
    while wants[1 - me]:
        wants[me] = False
        wants[me] = True
    n += 1
    wants[me] = False


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
