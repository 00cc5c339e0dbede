# Said before it is true.
# finds: assertion, race
# switches: 1
from threading import Event, Thread

n = 0
ready = Event()


def first():
    global n
    ready.set()
    n = 1


def second():
    ready.wait()
    assert n == 1


ts = [Thread(target=f) for f in (first, second)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
