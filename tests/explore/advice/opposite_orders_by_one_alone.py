# One task alone cannot wait for itself so.
# finds: nothing
from threading import Lock, Thread

a, b = Lock(), Lock()


def one():
    with a, b:
        pass
    with b, a:
        pass


def two():
    with a:
        pass


ts = [Thread(target=f) for f in (one, two)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
