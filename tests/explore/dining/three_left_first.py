# finds: deadlock
# outcomes: deadlock fed
# switches: 1
from threading import Lock, Thread

forks = [Lock() for _ in range(3)]


def dine(i):
    with forks[i]:
        with forks[(i + 1) % 3]:
            pass


ts = [Thread(target=dine, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
