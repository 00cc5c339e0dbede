# The early return forgets the lock; nobody happens to need it again.
# finds: leaked-lock
# outcomes: done
from threading import Lock, Thread

lock = Lock()
n = 3


def work():
    lock.acquire()
    if n > 2:
        return
    lock.release()


ts = [Thread(target=f) for f in (work,)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
