# Woken, but somebody else was faster: with an if, the second consumer takes from an empty list.
# finds: exception, wait-without-loop
# verdict: fails
from threading import Condition, Thread

items = []
filled = Condition()


def consume():
    with filled:
        if not items:
            filled.wait()
        items.pop()


def produce():
    for _ in range(2):
        with filled:
            items.append(1)
            filled.notify_all()


ts = [Thread(target=f) for f in (consume, consume, produce)]
for t in ts:
    t.start()
for t in ts:
    t.join()
