# Whoever does not get the second fork asks again, with the first one in the hand.
# finds: stuck
# outcomes: fed
from threading import Lock, Thread

forks = [Lock() for _ in range(3)]


def dine(i):
    with forks[i]:
        while not forks[(i + 1) % 3].acquire(blocking=False):
            pass
        forks[(i + 1) % 3].release()


ts = [Thread(target=dine, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
