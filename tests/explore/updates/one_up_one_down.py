# finds: lost-update, race
# outcomes: -1 0 1
# interleavings: 6
from threading import Thread

n = 0


def up():
    global n
    n += 1


def down():
    global n
    n -= 1


ts = [Thread(target=f) for f in (up, down)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
