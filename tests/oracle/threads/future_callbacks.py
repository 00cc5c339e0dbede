# set: first
# Callbacks, cancelling, timeouts of futures.
import threading
from concurrent.futures import ThreadPoolExecutor, TimeoutError

gate = threading.Event()
log = []
pool = ThreadPoolExecutor(1)
busy = pool.submit(gate.wait)
queued = pool.submit(print, "never printed")
try:
    busy.result(timeout=0.02)
except TimeoutError:
    print("not yet", busy.done())
print(queued.cancel(), queued.cancelled(), queued.done())
busy.add_done_callback(lambda f: log.append(f.result()))
gate.set()
print(busy.result())
pool.shutdown(wait=True)
print(log, busy.running(), busy.cancel())
busy.add_done_callback(lambda f: print("called at once", f is busy))
