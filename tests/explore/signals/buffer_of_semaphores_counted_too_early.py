# The item is announced before it is there.
# finds: exception
from threading import Semaphore, Thread

items = []
filled = Semaphore(0)


def produce():
    filled.release()
    items.append(1)


def consume():
    filled.acquire()
    items.pop()


ts = [Thread(target=f) for f in (produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
