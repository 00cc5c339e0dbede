# finds: deadlock, leaked-lock
# outcomes: deadlock
from threading import Lock, Thread

lock = Lock()


def work():
    lock.acquire()


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
