# finds: nothing
# outcomes: 3
import gevent
from gevent.lock import BoundedSemaphore

n = 0
lock = BoundedSemaphore(1)


def add():
    global n
    with lock:
        x = n
        gevent.sleep(0)
        n = x + 1


gevent.joinall([gevent.spawn(add) for _ in range(3)])
print(n)
