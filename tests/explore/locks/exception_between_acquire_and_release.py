# The lock of a task that has died stays locked.
# finds: deadlock, exception, leaked-lock
# outcomes: deadlock 1
from threading import Lock, Thread

lock = Lock()
n = 0


def breaks():
    lock.acquire()
    raise ValueError("inside")
    lock.release()


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
