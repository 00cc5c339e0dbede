# What a lock can do is listed by dir() as of any other object.
import multiprocessing
from threading import Lock, RLock

for lock in (Lock(), RLock(), multiprocessing.Lock()):
    names = dir(lock)
    print([name for name in ("acquire", "release", "__enter__", "__exit__", "put", "wait") if name in names])
print("locked" in dir(Lock()), "isdisjoint" in dir({}.keys()))
