# Woken, the waiter finds the flag down and waits again; or it looks between the notification and the flag.
# finds: deadlock, race
# outcomes: deadlock done
from threading import Condition, Thread

ready = False
c = Condition()


def waiter():
    with c:
        while not ready:
            c.wait()


def teller():
    global ready
    with c:
        c.notify()
    ready = True


ts = [Thread(target=f) for f in (waiter, teller)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
