# A semaphore counts its signals.
# finds: nothing
# outcomes: done
# interleavings: 2
from threading import Semaphore, Thread

go = Semaphore(0)


def waiter():
    for _ in range(2):
        go.acquire()


def starter():
    for _ in range(2):
        go.release()


ts = [Thread(target=f) for f in (waiter, starter)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
