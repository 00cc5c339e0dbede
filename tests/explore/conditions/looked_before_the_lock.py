# The look and the wait are not one: the notification fits in between.
# finds: deadlock, lost-wakeup, race, wait-without-loop
# outcomes: deadlock done
from threading import Condition, Thread

ready = False
c = Condition()


def waiter():
    if not ready:
        with c:
            c.wait()


def teller():
    global ready
    with c:
        ready = True
        c.notify()


ts = [Thread(target=f) for f in (waiter, teller)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
