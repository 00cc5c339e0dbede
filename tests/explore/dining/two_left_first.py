# Two philosophers share two forks: with two, left first is an opposite order already.
# finds: deadlock
# outcomes: deadlock fed
# interleavings: 6
# switches: 1
from threading import Lock, Thread

forks = [Lock() for _ in range(2)]


def dine(i):
    with forks[i]:
        with forks[(i + 1) % 2]:
            pass


ts = [Thread(target=dine, args=(i,)) for i in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
