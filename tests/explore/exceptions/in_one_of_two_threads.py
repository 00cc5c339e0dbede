# The other goes on, and so does main.
# finds: exception
# outcomes: 1
from threading import Thread

n = 0


def breaks():
    raise ValueError


def works():
    global n
    n += 1


ts = [Thread(target=f) for f in (breaks, works)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
