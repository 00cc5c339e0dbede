# Two wait for one thing. That one was told of when nobody waited is not why the other waits.
# finds: deadlock
# outcomes: deadlock
from threading import Condition, Thread

c = Condition()
things = []


def take():
    with c:
        while not things:
            c.wait()
        things.pop()


def bring():
    with c:
        things.append(1)
        c.notify()


ts = [Thread(target=f) for f in (take, take, bring)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
