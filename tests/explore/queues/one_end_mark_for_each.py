# finds: nothing
# outcomes: done
from queue import Queue
from threading import Thread

q = Queue()


def consume():
    while q.get() is not None:
        pass


def produce():
    q.put(1)
    q.put(None)
    q.put(None)


ts = [Thread(target=f) for f in (consume, consume, produce)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
