# Taken twice and released once: it is still held when its holder ends.
# finds: deadlock, leaked-lock
# outcomes: deadlock
from threading import RLock, Thread

lock = RLock()


def work():
    lock.acquire()
    lock.acquire()
    lock.release()


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
