# Only the gate keeps them apart.
# finds: lock-order
from threading import Lock, Thread

a, b, gate = Lock(), Lock(), Lock()


def one():
    with gate, a, b:
        pass


def two():
    with gate, b, a:
        pass


ts = [Thread(target=f) for f in (one, two)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
