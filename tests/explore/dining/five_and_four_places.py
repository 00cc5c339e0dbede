# finds: nothing
# outcomes: fed
from threading import Lock, Semaphore, Thread

forks = [Lock() for _ in range(5)]
places = Semaphore(4)


def dine(i):
    with places:
        with forks[i]:
            with forks[(i + 1) % 5]:
                pass


ts = [Thread(target=dine, args=(i,)) for i in range(5)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
