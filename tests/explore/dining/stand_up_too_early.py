# The place is given back before the forks are.
# finds: deadlock
# outcomes: deadlock fed
from threading import Lock, Semaphore, Thread

forks = [Lock() for _ in range(3)]
places = Semaphore(2)


def dine(i):
    with places:
        forks[i].acquire()
    forks[(i + 1) % 3].acquire()
    forks[(i + 1) % 3].release()
    forks[i].release()


ts = [Thread(target=dine, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
