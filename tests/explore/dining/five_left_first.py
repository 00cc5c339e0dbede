# finds: deadlock
# outcomes: deadlock fed
# interleavings: 66468720
# switches: 1
from threading import Lock, Thread

forks = [Lock() for _ in range(5)]


def dine(i):
    with forks[i]:
        with forks[(i + 1) % 5]:
            pass


ts = [Thread(target=dine, args=(i,)) for i in range(5)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
