# Whoever only tries the second lock waits for nobody.
# finds: nothing
from threading import Lock, Thread

a, b = Lock(), Lock()


def one():
    with a, b:
        pass


def two():
    with b:
        if a.acquire(blocking=False):
            a.release()


ts = [Thread(target=f) for f in (one, two)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
