# Both items are there before anybody is told, and only one is told.
# finds: deadlock
# outcomes: deadlock 0
from threading import Condition, Thread

items = []
filled = Condition()


def consume():
    with filled:
        while not items:
            filled.wait()
        items.pop()


def produce():
    with filled:
        items.extend([1, 2])
        filled.notify()


ts = [Thread(target=f) for f in (consume, consume, produce)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(items))
