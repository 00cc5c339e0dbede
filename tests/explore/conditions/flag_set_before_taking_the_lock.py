# The notification needs the lock, so it comes when the waiter waits, or has seen the flag.
# finds: race
# outcomes: done
from threading import Condition, Thread

ready = False
c = Condition()


def waiter():
    with c:
        while not ready:
            c.wait()


def teller():
    global ready
    ready = True
    with c:
        c.notify()


ts = [Thread(target=f) for f in (waiter, teller)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
