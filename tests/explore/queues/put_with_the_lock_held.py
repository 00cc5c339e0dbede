# The producer waits for a place with the lock that the consumer needs to take.
# finds: deadlock
# outcomes: deadlock done
from queue import Queue
from threading import Lock, Thread

q = Queue(1)
lock = Lock()


def produce():
    for _ in range(2):
        with lock:
            q.put(1)


def consume():
    for _ in range(2):
        with lock:
            pass
        q.get()


ts = [Thread(target=f) for f in (produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
