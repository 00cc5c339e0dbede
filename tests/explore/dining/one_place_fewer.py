# A semaphore lets one fewer sit down than there are forks.
# finds: nothing
# outcomes: fed
from threading import Lock, Semaphore, Thread

forks = [Lock() for _ in range(3)]
places = Semaphore(2)


def dine(i):
    with places:
        with forks[i]:
            with forks[(i + 1) % 3]:
                pass


ts = [Thread(target=dine, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
