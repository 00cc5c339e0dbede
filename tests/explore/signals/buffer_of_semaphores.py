# finds: nothing
# outcomes: "[0, 1, 2]"
from threading import Lock, Semaphore, Thread

items = []
got = []
lock = Lock()
places, filled = Semaphore(1), Semaphore(0)


def produce():
    for i in range(3):
        places.acquire()
        with lock:
            items.append(i)
        filled.release()


def consume():
    for _ in range(3):
        filled.acquire()
        with lock:
            got.append(items.pop(0))
        places.release()


ts = [Thread(target=f) for f in (produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(got)
