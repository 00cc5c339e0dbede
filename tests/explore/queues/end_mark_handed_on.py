# Whoever finds the end mark puts it back for the next.
# finds: nothing
# outcomes: 1
from queue import Queue
from threading import Thread

q = Queue()


def consume():
    while q.get() is not None:
        pass
    q.put(None)


def produce():
    q.put(1)
    q.put(None)


ts = [Thread(target=f) for f in (consume, consume, produce)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(q.qsize())
