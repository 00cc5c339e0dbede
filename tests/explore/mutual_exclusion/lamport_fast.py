# Without anybody else there, seven accesses are enough.
# finds: race
# outcomes: 2
from threading import Thread

busy = [False, False, False]
x = 0
y = 0
n = 0


def enter(me):
    global x, y
    while True:
        busy[me] = True
        x = me
        if y:
            busy[me] = False
            while y:
                pass
            continue
        y = me
        if x == me:
            return
        busy[me] = False
        while busy[3 - me]:
            pass
        if y == me:
            return
        while y:
            pass


def work(me):
    global y, n
    enter(me)
    n += 1
    y = 0
    busy[me] = False


ts = [Thread(target=work, args=(me,)) for me in (1, 2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
