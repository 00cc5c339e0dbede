# One after the other gives 4 or 3; both from the same 1 give 2.
# finds: lost-update, race
# outcomes: 2 3 4
# interleavings: 6
from threading import Thread

n = 1


def add():
    global n
    n += 1


def double():
    global n
    n *= 2


ts = [Thread(target=f) for f in (add, double)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
