# A with statement releases the lock, whatever happens inside.
# finds: exception
# outcomes: 1
from threading import Lock, Thread

lock = Lock()
n = 0


def breaks():
    with lock:
        raise ValueError("inside")


def works():
    global n
    with lock:
        n += 1


ts = [Thread(target=f) for f in (breaks, works)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
