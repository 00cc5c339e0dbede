# set: first
# needs: gevent
# Patched, the modules of threads work with greenlets.
from gevent import monkey
monkey.patch_all()

import queue
import threading
import time
import gevent
from gevent.local import local

print(monkey.is_module_patched("threading"), monkey.is_module_patched("time"),
      monkey.is_object_patched("time", "sleep"), monkey.is_object_patched("math", "sin"))
log = []


def work(name):
    for i in range(2):
        log.append((name, i))
        time.sleep(0)


threads = [threading.Thread(target=work, args=("t%d" % n,), name="t%d" % n) for n in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(log, [t.is_alive() for t in threads])
lock, ready, q = threading.Lock(), threading.Event(), queue.Queue(1)
with lock:
    print(lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01))
print(lock.locked())


def producer():
    for n in range(3):
        q.put((threading.current_thread().name, n))
    ready.set()


threading.Thread(target=producer, name="producer").start()
print([q.get() for _ in range(3)], ready.wait(5))
try:
    q.get(timeout=0.01)
except queue.Empty:
    print("empty")
cond = threading.Condition()
box = []


def consumer():
    with cond:
        while not box:
            cond.wait()
        print("box", box)


c = threading.Thread(target=consumer)
c.start()
gevent.sleep(0)
with cond:
    box.append("item")
    cond.notify_all()
c.join()
rlock = threading.RLock()
with rlock, rlock:
    print("twice")
sem = threading.BoundedSemaphore(1)
print(sem.acquire(), sem.acquire(blocking=False))
sem.release()
try:
    sem.release()
except ValueError as e:
    print(e)
barrier = threading.Barrier(2)
places = []
b = threading.Thread(target=lambda: places.append(barrier.wait()))
b.start()
places.append(barrier.wait())
b.join()
print(sorted(places))
mine = threading.local()
mine.x = "main's"
seen = []
t = threading.Thread(target=lambda: seen.append(hasattr(mine, "x")))
t.start()
t.join()
print(seen, mine.x)
theirs = local()
theirs.x = 1


def other():
    print(hasattr(theirs, "x"))
    theirs.x = 2


gevent.spawn(other).join()
print(theirs.x)
timer = threading.Timer(0.01, lambda: print("timer"))
timer.start()
timer.join()
