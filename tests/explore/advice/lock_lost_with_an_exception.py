# Between acquire and release something goes wrong.
# finds: exception, leaked-lock
from threading import Lock, Thread

lock = Lock()
shelf = []


def work():
    lock.acquire()
    shelf.pop()
    lock.release()


ts = [Thread(target=f) for f in (work,)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
