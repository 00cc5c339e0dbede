# set: first
# Futures by hand, and every way to wait for them.
import concurrent.futures as cf
import threading
from concurrent.futures import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, CancelledError, Future,
                                ThreadPoolExecutor, as_completed, wait)

f = Future()
print(f.done(), f.running(), f.cancelled())
print(f.set_running_or_notify_cancel(), f.running(), f.cancel())
f.add_done_callback(lambda f: print("callback", f.result()))
f.set_result("value")
print(f.result(), f.exception(), f.done())
f.add_done_callback(lambda f: print("at once"))
try:
    f.set_result(2)
except cf.InvalidStateError:
    print("only once")
g = Future()
print(g.cancel(), g.cancel(), g.cancelled(), g.set_running_or_notify_cancel())
for ask in (g.result, g.exception):
    try:
        ask()
    except CancelledError:
        print("cancelled")
h = Future()
try:
    h.result(timeout=0.01)
except TimeoutError:
    print("no result yet")
try:
    h.exception(timeout=0)
except cf.TimeoutError:
    print("nor an exception")
h.set_exception(KeyError("k"))
try:
    h.result()
except KeyError as e:
    print(repr(e), repr(h.exception()))
print(cf.TimeoutError is TimeoutError)

gate = threading.Event()


def behind_the_gate(n):
    gate.wait()
    return n


def fails(n):
    raise ValueError(n)


with ThreadPoolExecutor(max_workers=2, thread_name_prefix="pool") as pool:
    slow = [pool.submit(behind_the_gate, n) for n in range(4)]
    print(slow[3].cancel(), slow[3].cancelled())
    done, not_done = wait(slow, timeout=0.01)
    print(len(done), len(not_done))
    try:
        for each in as_completed(slow[:2], timeout=0.01):
            print("not possible")
    except TimeoutError as e:
        print(e)
    try:
        for value in pool.map(behind_the_gate, [1], timeout=0.01):
            print("not possible")
    except TimeoutError:
        print("map timed out")
    gate.set()
    done, not_done = wait(slow, return_when=ALL_COMPLETED)
    print(len(done), len(not_done), sorted(f.result() for f in done if not f.cancelled()))
    bad = pool.submit(fails, 1)
    done, not_done = wait([bad], return_when=FIRST_EXCEPTION)
    print(repr(done.pop().exception()))
    print(len(wait([pool.submit(pow, 2, 3)], return_when=FIRST_COMPLETED).done))
    print(sorted(f.result() for f in as_completed([pool.submit(pow, 2, n) for n in range(5)])))
    print(list(pool.map(pow, [1, 2, 3], [2, 2, 2])), list(pool.map(str, range(3), chunksize=2)))
    results = pool.map(fails, [5, 6])
    try:
        next(results)
    except ValueError as e:
        print("map raised", e)
    print(pool.submit(lambda *a, **k: (a, k), 1, 2, x=3).result())
    print(pool.submit(lambda: threading.current_thread().name).result().startswith("pool_"))
    try:
        wait([], return_when="NEVER")
    except ValueError as e:
        print(e)
for attempt in (lambda: pool.submit(print), lambda: ThreadPoolExecutor(0), lambda: ThreadPoolExecutor(-1),
                lambda: ThreadPoolExecutor(initializer=5)):
    try:
        attempt()
    except (RuntimeError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
