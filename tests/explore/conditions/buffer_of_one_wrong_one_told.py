# One condition for producers and consumers: a consumer may name the other consumer, and all sleep.
# finds: deadlock
# outcomes: deadlock 0
from threading import Condition, Thread

items = []
changed = Condition()


def put():
    with changed:
        while len(items) == 1:
            changed.wait()
        items.append(1)
        changed.notify()


def get():
    with changed:
        while not items:
            changed.wait()
        items.pop()
        changed.notify()


ts = [Thread(target=f) for f in (put, put, get, get)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(items))
