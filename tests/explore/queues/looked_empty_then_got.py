# The queue is not empty, and then another one takes the last item.
# finds: deadlock
# outcomes: deadlock 0
from queue import Queue
from threading import Thread

q = Queue()
q.put(1)


def consume():
    if not q.empty():
        q.get()


ts = [Thread(target=f) for f in (consume, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(q.qsize())
