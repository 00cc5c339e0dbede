# One order for all: whoever holds the highest fork needs no other.
# finds: nothing
# outcomes: fed
from threading import Lock, Thread

forks = [Lock() for _ in range(4)]


def dine(i):
    low, high = sorted((i, (i + 1) % 4))
    with forks[low]:
        with forks[high]:
            pass


ts = [Thread(target=dine, args=(i,)) for i in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
