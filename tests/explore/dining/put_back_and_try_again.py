# Whoever does not get the second fork puts the first one back. They may do so for long, but the end stays within reach.
# finds: nothing
# outcomes: fed
from threading import Lock, Thread

forks = [Lock() for _ in range(3)]


def dine(i):
    while True:
        with forks[i]:
            if forks[(i + 1) % 3].acquire(blocking=False):
                forks[(i + 1) % 3].release()
                return


ts = [Thread(target=dine, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
