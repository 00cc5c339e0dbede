# Those who wait for a place and those who wait for an item wait apart: naming one is enough.
# finds: nothing
# outcomes: 0
from threading import Condition, Lock, Thread

items = []
lock = Lock()
not_full = Condition(lock)
not_empty = Condition(lock)


def put():
    with lock:
        while len(items) == 1:
            not_full.wait()
        items.append(1)
        not_empty.notify()


def get():
    with lock:
        while not items:
            not_empty.wait()
        items.pop()
        not_full.notify()


ts = [Thread(target=f) for f in (put, put, get, get)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(items))
