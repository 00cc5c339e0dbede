# finds: deadlock
# outcomes: deadlock
from threading import Semaphore, Thread

turnstile = Semaphore(0)


def work():
    turnstile.acquire()


def opener():
    turnstile.release()


ts = [Thread(target=f) for f in (work, work, opener)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
