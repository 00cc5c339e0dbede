# finds: nothing
# outcomes: "[0, 1, 2]"
from queue import Queue
from threading import Thread

q = Queue()
got = []


def produce():
    for i in range(3):
        q.put(i)
    q.put(None)


def consume():
    while (item := q.get()) is not None:
        got.append(item)


ts = [Thread(target=f) for f in (produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(got)
