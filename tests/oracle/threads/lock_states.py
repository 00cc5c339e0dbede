# set: first
# What a lock answers, without any other thread.
from threading import Lock, RLock

lock = Lock()
print(lock.locked())
print(lock.acquire())
print(lock.locked(), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01))
lock.release()
print(lock.locked())
try:
    lock.release()
except RuntimeError as e:
    print("RuntimeError:", e)
with lock:
    print("inside", lock.locked())
print("outside", lock.locked())
try:
    with lock:
        raise ValueError("oops")
except ValueError:
    print("released after an error:", not lock.locked())
r = RLock()
print(r.acquire(), r.acquire(), r.acquire(blocking=False))
r.release()
r.release()
r.release()
try:
    r.release()
except RuntimeError as e:
    print("RuntimeError:", e)
