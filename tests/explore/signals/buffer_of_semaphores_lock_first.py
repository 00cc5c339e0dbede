# Whoever waits for an item or a place holds the lock that the other needs.
# finds: deadlock
# outcomes: deadlock 2
from threading import Lock, Semaphore, Thread

items = []
got = []
lock = Lock()
places, filled = Semaphore(1), Semaphore(0)


def produce():
    for i in range(2):
        with lock:
            places.acquire()
            items.append(i)
            filled.release()


def consume():
    for _ in range(2):
        with lock:
            filled.acquire()
            got.append(items.pop(0))
            places.release()


ts = [Thread(target=f) for f in (produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(got))
