# finds: nothing
# outcomes: 1
from queue import Empty, Queue
from threading import Thread

q = Queue()
q.put(1)
got = []


def consume():
    try:
        got.append(q.get_nowait())
    except Empty:
        pass


ts = [Thread(target=f) for f in (consume, consume)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(got))
