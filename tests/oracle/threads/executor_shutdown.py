# set: first
import threading
from concurrent.futures import Executor, ThreadPoolExecutor

gate = threading.Event()
started = threading.Event()


def work(n):
    started.set()
    gate.wait()
    return n


pool = ThreadPoolExecutor(1)
print(isinstance(pool, Executor))
futures = [pool.submit(work, n) for n in range(4)]
started.wait()
pool.shutdown(wait=False, cancel_futures=True)
print([f.cancelled() for f in futures])
gate.set()
print(futures[0].result())
pool.shutdown()
pool.shutdown()
seen = []
ready = ThreadPoolExecutor(2, initializer=seen.append, initargs=("set up",))
print(ready.submit(pow, 2, 5).result(), seen)
ready.shutdown(wait=True)
last = ThreadPoolExecutor(2)
leave = threading.Event()
last.submit(lambda: (leave.wait(), print("the pool finishes what it has")))
print("main ends")
leave.set()
