# set: first
# ProcessPoolExecutor: submit, map, wait, as_completed, cancelling, errors carried back, a worker that dies.
import concurrent.futures as cf
import multiprocessing as mp
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool

base = 0


def square(x):
    return x * x


def fail(x):
    raise ValueError("bad %d" % x)


def slow(x):
    time.sleep(x)
    return x


def die():
    os._exit(3)


def setup(n):
    global base
    base = n


def plus(x):
    return base + x


def name(_):
    return mp.current_process().name.rstrip("0123456789")


def later(done, gate):
    gate.get()


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        print([f.result() for f in [pool.submit(square, i) for i in range(5)]])
        print(list(pool.map(square, range(10))), list(pool.map(square, range(10), chunksize=3)))
        print(list(pool.map(pow, [2, 3], [3, 2])), list(pool.map(square, [])))
        f = pool.submit(fail, 7)
        try:
            f.result()
        except ValueError as e:
            print("result:", e, type(e.__cause__).__name__, "in fail" in str(e.__cause__))
        print(repr(f.exception()), f.done(), f.cancelled(), f.running())
        try:
            list(pool.map(fail, [1, 2]))
        except ValueError as e:
            print("map:", e)
        print(sorted(f.result() for f in as_completed([pool.submit(square, i) for i in range(4)])))
        done, not_done = wait([pool.submit(square, 3)])
        print(len(done), len(not_done))
        seen, me = [], os.getpid()
        f = pool.submit(square, 9)
        f.add_done_callback(lambda f: seen.append((f.result(), os.getpid() == me)))
        f.result()
        while not seen:
            time.sleep(0.001)
        print(seen)
        print(set(pool.map(name, range(4))))
        try:
            pool.submit(slow, 0.5).result(timeout=0.01)
        except cf.TimeoutError as e:
            print("timed out", isinstance(e, TimeoutError))
        try:
            pool.submit(lambda: 1).result()
        except Exception as e:
            print(type(e).__name__, "pickle" in str(e))
    try:
        pool.submit(square, 1)
    except RuntimeError as e:
        print(e)
    with ProcessPoolExecutor(2, initializer=setup, initargs=(100,)) as pool:
        print(list(pool.map(plus, range(3))))
    with ProcessPoolExecutor(1) as pool:
        futures = [pool.submit(slow, 0.2)] + [pool.submit(slow, 0) for _ in range(9)]
        print(futures[-1].cancel(), futures[-1].cancelled(), futures[0].cancel())
        try:
            futures[-1].result()
        except cf.CancelledError:
            print("cancelled")
        pool.shutdown(cancel_futures=True)
        print(futures[0].result(), futures[-2].cancelled())
    with ProcessPoolExecutor(2) as pool:
        try:
            pool.submit(die).result()
        except BrokenProcessPool as e:
            print(e)
        try:
            pool.submit(square, 1)
        except BrokenProcessPool as e:
            print(e)
    for bad in (0, -1):
        try:
            ProcessPoolExecutor(bad)
        except ValueError as e:
            print(e)
    try:
        ProcessPoolExecutor(1, initializer=5)
    except TypeError as e:
        print(e)
