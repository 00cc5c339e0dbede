# A semaphore of one lets only one of them in.
# finds: lock-order
from threading import Lock, Semaphore, Thread

a, b, door = Lock(), Lock(), Semaphore(1)


def one():
    with door:
        with a, b:
            pass


def two():
    with door:
        with b, a:
            pass


ts = [Thread(target=f) for f in (one, two)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
