# The wait releases its own lock, and not the other one that the teller needs.
# finds: deadlock
# outcomes: deadlock done
from threading import Condition, Lock, Thread

ready = False
outer = Lock()
c = Condition()


def waiter():
    with outer:
        with c:
            while not ready:
                c.wait()


def teller():
    global ready
    with outer:
        with c:
            ready = True
            c.notify()


ts = [Thread(target=f) for f in (waiter, teller)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
