# set: first
# needs: gevent
import gevent
from gevent import Timeout
from gevent.event import AsyncResult, Event
from gevent.hub import LoopExit
from gevent.lock import BoundedSemaphore, RLock, Semaphore

try:
    with Timeout(0.01):
        gevent.sleep(60)
except Timeout as t:
    print(t, t.seconds)
with Timeout(0.01, False):
    gevent.sleep(60)
print("silently")
try:
    with Timeout(0.01, ValueError("my own")):
        gevent.sleep(60)
except ValueError as e:
    print(e)
with Timeout(60) as t:
    print(t.pending)
    gevent.sleep(0)
print(t.pending)
t = Timeout.start_new(0.01)
try:
    gevent.sleep(60)
except Timeout as raised:
    print(raised is t)
finally:
    t.close()
print(gevent.with_timeout(0.01, gevent.sleep, 60, timeout_value="a default"))
print(gevent.with_timeout(60, lambda: "in time"))
print(Timeout(1), Timeout(2), Timeout(None), Timeout(3, False), Timeout(3, ValueError("x")))
event = Event()
print(event.wait(timeout=0.01), event.is_set(), event.ready())
event.set()
print(event.wait(), event)
event.clear()
print(event.is_set())
result = AsyncResult()
print(result.ready(), result.wait(timeout=0.01), result)
try:
    result.get(timeout=0.01)
except Timeout:
    print("no value yet")
try:
    result.get_nowait()
except Timeout:
    print("not now")
result.set("v")
print(result.get(), result.get_nowait(), result.value, result.successful(), result)
failed = AsyncResult()
failed.set_exception(KeyError("k"))
try:
    failed.get()
except KeyError as e:
    print(repr(e), failed.successful(), repr(failed.exception))
linked = AsyncResult()
gevent.spawn(lambda: 42).link(linked)
print(linked.get())
sem = Semaphore(1)
print(sem.acquire(), sem.acquire(blocking=False), sem.acquire(timeout=0.01), sem.locked(), sem.counter)
sem.release()
print(sem.counter, sem.ready())
with sem:
    print(sem.locked())
try:
    Semaphore(-1)
except ValueError as e:
    print(e)
bounded = BoundedSemaphore(1)
try:
    bounded.release()
except ValueError as e:
    print(e)
lock = RLock()
with lock:
    with lock:
        print("twice", lock.acquire(blocking=False))
        lock.release()
try:
    lock.release()
except RuntimeError as e:
    print(str(e)[:31])


def holder():
    with lock:
        gevent.sleep(0.01)


gevent.spawn(holder)
gevent.sleep(0)
print(lock.acquire(blocking=False), lock.acquire())
try:
    Event().wait()
except LoopExit as e:
    print(str(e).splitlines()[0])
try:
    gevent.spawn(gevent.hub.get_hub().switch).join()
except gevent.exceptions.LoopExit:
    print("nobody is left")
