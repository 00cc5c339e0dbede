# Taken twice and given back once is still taken.
# finds: leaked-lock
from threading import RLock, Thread

lock = RLock()


def work():
    lock.acquire()
    lock.acquire()
    lock.release()


ts = [Thread(target=f) for f in (work,)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
