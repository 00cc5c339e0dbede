# set: first
# needs: gevent
# Each part patched by its own call.
from gevent import monkey

monkey.patch_builtins()
monkey.patch_time()
monkey.patch_thread()
monkey.patch_os()
monkey.patch_queue()
monkey.patch_signal()
import queue
import threading
import time

import gevent

print(monkey.is_module_patched("time"), monkey.is_module_patched("threading"), monkey.is_module_patched("socket"))


def worker(name):
    for i in range(2):
        print(name, i)
        time.sleep(0.01)


gevent.joinall([gevent.spawn(worker, "a"), gevent.spawn(worker, "b")])
q = queue.SimpleQueue()
gevent.spawn_later(0.01, q.put, "sent")
print(q.get())
lock = threading.Lock()
with lock:
    g = gevent.spawn(lock.acquire, timeout=0.01)
    g.join()
print(g.value, lock.locked())
