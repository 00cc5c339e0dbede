# One after the other goes through the turnstile and opens it for the next.
# finds: nothing
# outcomes: 3
from threading import Semaphore, Thread

turnstile = Semaphore(0)
n = 0


def work():
    global n
    turnstile.acquire()
    n += 1
    turnstile.release()


def opener():
    turnstile.release()


ts = [Thread(target=f) for f in (work, work, work, opener)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
