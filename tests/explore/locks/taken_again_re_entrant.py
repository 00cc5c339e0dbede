# finds: nothing
# outcomes: 2
from threading import RLock, Thread

lock = RLock()
n = 0


def outer():
    with lock:
        inner()


def inner():
    global n
    with lock:
        n += 1


ts = [Thread(target=f) for f in (outer, outer)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
