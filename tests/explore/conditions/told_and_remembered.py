# finds: nothing
# outcomes: done
from threading import Condition, Thread

ready = False
c = Condition()


def waiter():
    with c:
        while not ready:
            c.wait()
        assert ready


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
