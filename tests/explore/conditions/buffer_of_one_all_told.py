# finds: nothing
# outcomes: 0
from threading import Condition, Thread

items = []
changed = Condition()


def put():
    with changed:
        while len(items) == 1:
            changed.wait()
        items.append(1)
        changed.notify_all()


def get():
    with changed:
        while not items:
            changed.wait()
        items.pop()
        changed.notify_all()


ts = [Thread(target=f) for f in (put, put, get, get)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(items))
