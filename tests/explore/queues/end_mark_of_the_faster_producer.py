# Two producers, and each puts an end mark for the one consumer: what comes after the first one is lost.
# finds: nothing
# outcomes: 1 2
from queue import Queue
from threading import Thread

q = Queue()
got = []


def produce():
    q.put(1)
    q.put(None)


def consume():
    while (item := q.get()) is not None:
        got.append(item)


ts = [Thread(target=f) for f in (produce, produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(got))
