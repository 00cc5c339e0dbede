# One of the two does not use the gate.
# finds: deadlock
# outcomes: deadlock done
# switches: 1
from threading import Lock, Thread

gate, a, b = Lock(), Lock(), Lock()


def careful():
    with gate:
        with a:
            with b:
                pass


def careless():
    with b:
        with a:
            pass


ts = [Thread(target=f) for f in (careful, careless)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
