# set: first
# needs: gevent
import gevent
from gevent.event import AsyncResult, Event
from gevent.lock import BoundedSemaphore, Semaphore

event, result, log = Event(), AsyncResult(), []


def waiter(n):
    event.wait()
    log.append((n, result.get()))


def setter():
    result.set("value")
    event.set()


gevent.joinall([gevent.spawn(waiter, n) for n in range(3)] + [gevent.spawn(setter)])
print(sorted(log), event.is_set())
sem, inside, peak = Semaphore(2), [], []


def visit(n):
    with sem:
        inside.append(n)
        peak.append(len(inside))
        gevent.sleep(0)
        inside.remove(n)


gevent.joinall([gevent.spawn(visit, n) for n in range(5)])
print(max(peak), inside, sem.counter)
lock, total = BoundedSemaphore(1), 0


def add():
    global total
    with lock:
        seen = total
        gevent.sleep(0)
        total = seen + 1


gevent.joinall([gevent.spawn(add) for _ in range(5)])
print(total)
