# finds: nothing
# outcomes: "1 1"
from threading import Semaphore, Thread

a_there, b_there = Semaphore(0), Semaphore(0)
a = b = 0
seen_by_a = seen_by_b = None


def left():
    global a, seen_by_a
    a = 1
    a_there.release()
    b_there.acquire()
    seen_by_a = b


def right():
    global b, seen_by_b
    b = 1
    b_there.release()
    a_there.acquire()
    seen_by_b = a


ts = [Thread(target=f) for f in (left, right)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(seen_by_a, seen_by_b)
