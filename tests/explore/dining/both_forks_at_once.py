# Forks are taken under one lock, and put back without it.
# finds: nothing
# outcomes: fed
from threading import Lock, Thread

forks = [Lock() for _ in range(3)]
table = Lock()


def dine(i):
    with table:
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
