# try and finally.
# finds: nothing
# outcomes: done
from threading import Lock, Thread

lock = Lock()
n = 3


def work():
    lock.acquire()
    try:
        if n > 2:
            return
    finally:
        lock.release()


ts = [Thread(target=f) for f in (work, work)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
