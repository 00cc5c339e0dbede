# finds: nothing
# outcomes: 3
from threading import Thread
from queue import Queue

q = Queue(1)
total = 0


def producer():
    for i in (1, 2):
        q.put(i)
    q.put(None)


def consumer():
    global total
    while (item := q.get()) is not None:
        total += item


a = Thread(target=producer)
b = Thread(target=consumer)
a.start()
b.start()
a.join()
b.join()
print(total)
assert total == 3
