# Both locks are the same one.
# finds: deadlock
# outcomes: deadlock
from threading import Lock, Thread

locks = [Lock(), Lock()]


def transfer(source, target):
    with locks[source]:
        with locks[target]:
            pass


t = Thread(target=transfer, args=(1, 1))
t.start()
t.join()
print("done")
