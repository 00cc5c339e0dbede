# The one who waits for a fork holds the table, and the one who has the fork needs the table to put it back.
# finds: deadlock
# outcomes: deadlock fed
# switches: 1
from threading import Lock, Thread

forks = [Lock() for _ in range(2)]
table = Lock()


def dine(i):
    with table:
        forks[i].acquire()
        forks[1 - i].acquire()
    with table:
        forks[1 - i].release()
        forks[i].release()


ts = [Thread(target=dine, args=(i,)) for i in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
