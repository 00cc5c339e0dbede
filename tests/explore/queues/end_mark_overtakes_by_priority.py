# The end mark has the highest priority: work is left behind.
# finds: nothing
# outcomes: 0 1 2
from queue import PriorityQueue
from threading import Thread

q = PriorityQueue()
got = []


def produce():
    for i in (5, 6, 0):
        q.put(i)


def consume():
    while (item := q.get()) != 0:
        got.append(item)


ts = [Thread(target=f) for f in (produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(got))
