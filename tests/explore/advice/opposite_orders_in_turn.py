# An event lets the second one begin when the first has given back.
# finds: lock-order
from threading import Event, Lock, Thread

a, b, done = Lock(), Lock(), Event()


def one():
    with a, b:
        pass
    done.set()


def two():
    done.wait()
    with b, a:
        pass


ts = [Thread(target=f) for f in (one, two)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
