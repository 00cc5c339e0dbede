# finds: nothing
# outcomes: "[1, 2, 3]" "[2, 1, 3]" "[2, 3, 1]" "[3, 1, 2]" "[3, 2, 1]"
from queue import PriorityQueue
from threading import Thread

q = PriorityQueue()
got = []


def produce():
    for i in (3, 2, 1):
        q.put(i)


def consume():
    for _ in range(3):
        got.append(q.get())


ts = [Thread(target=f) for f in (produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(got)
