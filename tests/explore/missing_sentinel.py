# finds: deadlock
# outcomes: deadlock
# switches: 0
from threading import Thread
from queue import Queue

q = Queue()


def consumer():
    while q.get() is not None:
        pass


ts = [Thread(target=consumer) for _ in range(2)]
for t in ts:
    t.start()
q.put(1)
q.put(None)
for t in ts:
    t.join()
print("done")
