# finds: nothing
# outcomes: "[0, 1]" "[1, 0]"
from queue import LifoQueue
from threading import Thread

q = LifoQueue()
got = []


def produce():
    q.put(0)
    q.put(1)


def consume():
    for _ in range(2):
        got.append(q.get())


ts = [Thread(target=f) for f in (produce, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(got)
