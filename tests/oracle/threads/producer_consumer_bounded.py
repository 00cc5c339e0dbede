# set: first
# order: lane ^(\w+)
# One producer, one consumer, room for one: each lane keeps its order.
import queue
import threading

q = queue.Queue(1)


def producer():
    for i in range(4):
        q.put(i)
        print("producer put", i)
    q.put(None)


def consumer():
    total = 0
    while (i := q.get()) is not None:
        print("consumer got", i)
        total += i
    print("consumer total", total)


threads = [threading.Thread(target=f) for f in (producer, consumer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
