# A plain lock does not know who holds it: it waits for itself.
# finds: deadlock
# outcomes: deadlock
from threading import Lock, Thread

lock = Lock()


def outer():
    with lock:
        inner()


def inner():
    with lock:
        pass


t = Thread(target=outer)
t.start()
t.join()
print("done")
