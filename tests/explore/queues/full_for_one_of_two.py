# finds: exception
# outcomes: 1
from queue import Queue
from threading import Thread

q = Queue(1)


def produce():
    q.put_nowait(1)


ts = [Thread(target=f) for f in (produce, produce)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(q.qsize())
