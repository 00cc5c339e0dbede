# Each writer has got one of two permits, and waits for the other.
# finds: deadlock
# outcomes: deadlock 2
from threading import Semaphore, Thread

permits = Semaphore(2)
value = 0


def writer():
    global value
    permits.acquire()
    permits.acquire()
    value += 1
    permits.release(2)


ts = [Thread(target=f) for f in (writer, writer)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(value)
