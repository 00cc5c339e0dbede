# All of them the other way round is as bad as before.
# finds: deadlock
# outcomes: deadlock fed
from threading import Lock, Thread

forks = [Lock() for _ in range(3)]


def dine(i):
    with forks[(i + 1) % 3]:
        with forks[i]:
            pass


ts = [Thread(target=dine, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
