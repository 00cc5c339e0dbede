# The notification comes between the look and the wait.
# finds: deadlock, lost-wakeup, race
# outcomes: deadlock done
from threading import Condition, Thread

c = Condition()
ready = False


def late():
    while not ready:
        with c:
            c.wait()


def early():
    global ready
    ready = True
    with c:
        c.notify()


ts = [Thread(target=f) for f in (late, early)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
