# finds: deadlock
# outcomes: deadlock
# switches: 0
from threading import Semaphore, Thread

a_there, b_there = Semaphore(0), Semaphore(0)


def left():
    b_there.acquire()
    a_there.release()


def right():
    a_there.acquire()
    b_there.release()


ts = [Thread(target=f) for f in (left, right)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("met")
