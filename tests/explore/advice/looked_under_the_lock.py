# The same with the look under the lock: nothing gets lost.
# finds: nothing
# outcomes: done
from threading import Condition, Thread

c = Condition()
ready = False


def late():
    with c:
        while not ready:
            c.wait()


def early():
    global ready
    with c:
        ready = True
        c.notify()


ts = [Thread(target=f) for f in (late, early)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
