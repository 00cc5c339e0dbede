# Two producers wait for one place. Both are woken, and with an if both put.
# finds: assertion, wait-without-loop
from threading import Condition, Thread

items = []
changed = Condition()


def put():
    with changed:
        if len(items) == 1:
            changed.wait()
        items.append(1)
        assert len(items) == 1
        changed.notify_all()


def get():
    with changed:
        while not items:
            changed.wait()
        items.pop()
        changed.notify_all()


ts = [Thread(target=f) for f in (put, put, put, get, get)]
for t in ts:
    t.start()
for t in ts:
    t.join()
