# Nobody looks whether it has been so already.
# finds: deadlock, lost-wakeup, wait-without-loop
# outcomes: deadlock done
from threading import Condition, Thread

c = Condition()


def late():
    with c:
        c.wait()


def early():
    with c:
        c.notify_all()


ts = [Thread(target=f) for f in (late, early)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
