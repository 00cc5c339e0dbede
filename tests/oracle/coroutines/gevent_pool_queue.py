# set: first
# needs: gevent
import gevent
from gevent.pool import Pool
from gevent.queue import Queue, Empty


def square(n):
    gevent.sleep(0)
    return n * n


pool = Pool(2)
print(pool.map(square, range(5)))
g = pool.spawn(square, 7)
pool.join()
print(g.value)
q = Queue(maxsize=1)
log = []


def producer():
    for i in range(4):
        q.put(i)
        log.append("put %d" % i)
    q.put(None)


def consumer():
    while True:
        i = q.get()
        if i is None:
            break
        log.append("got %d" % i)


gevent.joinall([gevent.spawn(producer), gevent.spawn(consumer)])
print([x for x in log if x.startswith("put")], [x for x in log if x.startswith("got")])
try:
    q.get_nowait()
except Empty:
    print("empty", q.empty())
try:
    q.get(timeout=0.01)
except Empty:
    print("still empty")
