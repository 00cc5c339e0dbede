# Whoever releases a lock that somebody else holds lets the next one in.
# finds: assertion, exception
from threading import Lock, Thread

lock = Lock()
inside = []


def work():
    with lock:
        inside.append(1)
        assert len(inside) == 1
        inside.pop()


def hasty():
    lock.acquire()
    lock.release()
    lock.release()


ts = [Thread(target=f) for f in (work, work, hasty)]
for t in ts:
    t.start()
for t in ts:
    t.join()
