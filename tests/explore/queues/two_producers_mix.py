# finds: nothing
# outcomes: "[1, 1, 2, 2]" "[1, 2, 1, 2]" "[1, 2, 2, 1]" "[2, 1, 1, 2]" "[2, 1, 2, 1]" "[2, 2, 1, 1]"
# interleavings: 6
from queue import Queue
from threading import Thread

q = Queue()


def produce(i):
    q.put(i)
    q.put(i)


ts = [Thread(target=produce, args=(i,)) for i in (1, 2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print([q.get() for _ in range(4)])
