# Where it can go wrong it is a deadlock, and needs no advice.
# finds: deadlock
# outcomes: deadlock done
from threading import Lock, Thread

a, b = Lock(), Lock()


def one():
    with a, b:
        pass


def two():
    with b, a:
        pass


ts = [Thread(target=f) for f in (one, two)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
