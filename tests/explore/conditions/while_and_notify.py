# One item, one notification, each time: nobody is left waiting.
# finds: nothing
# outcomes: 0
from threading import Condition, Thread

items = []
filled = Condition()


def consume():
    with filled:
        while not items:
            filled.wait()
        items.pop()


def produce():
    for _ in range(2):
        with filled:
            items.append(1)
            filled.notify()


ts = [Thread(target=f) for f in (consume, consume, produce)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(items))
