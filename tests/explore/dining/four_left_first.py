# finds: deadlock
# outcomes: deadlock fed
from threading import Lock, Thread

forks = [Lock() for _ in range(4)]


def dine(i):
    with forks[i]:
        with forks[(i + 1) % 4]:
            pass


ts = [Thread(target=dine, args=(i,)) for i in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
