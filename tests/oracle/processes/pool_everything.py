# set: first
# Pool: every way to give it work, results that are late or wrong, callbacks, workers that are replaced, its end.
import multiprocessing as mp
import os
import time
from multiprocessing import Pool, TimeoutError


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, str(e).split(" at 0x")[0])


def square(x):
    return x * x


def power(a, b=2):
    return a ** b


def fail(x):
    raise KeyError(x)


def slow(x):
    time.sleep(x)
    return x


def pid(_):
    time.sleep(0.01)
    return os.getpid()


base = None


def setup(n):
    global base
    base = n


def plus(x):
    return base + x


def worker_name(_):
    return mp.current_process().name.rstrip("0123456789")


def is_daemon(_):
    return mp.current_process().daemon


def child_of_daemon(_):
    try:
        mp.Process(target=print).start()
    except AssertionError as e:
        return str(e)


def odd(x):
    if x == 5:
        raise ValueError("five")
    return x


def numbers(n):
    for i in range(n):
        yield i


def broken(n):
    for i in range(n):
        yield i
    raise RuntimeError("source dried up")


def unsendable(_):
    return lambda: 0


def gone(_):
    raise SystemExit(3)


if __name__ == "__main__":
    with Pool(3) as pool:
        t(lambda: pool.apply(power, (3,), {"b": 3}))
        t(lambda: pool.apply(power, (3,)))
        t(lambda: pool.map(square, range(7)))
        t(lambda: pool.map(square, [1, 2, 3], chunksize=2))
        t(lambda: pool.map(square, []))
        t(lambda: pool.map(square, numbers(5)))
        t(lambda: pool.starmap(power, [(2, 3), (3, 2), (5,)]))
        t(lambda: list(pool.imap(square, range(5))))
        t(lambda: list(pool.imap(square, numbers(7), chunksize=3)))
        t(lambda: sorted(pool.imap_unordered(square, range(6))))
        t(lambda: sorted(pool.imap_unordered(square, range(6), 4)))
        t(lambda: pool.apply(fail, ("k",)))
        t(lambda: pool.map(fail, [1]))
        t(lambda: pool.map(odd, range(9)))
        t(lambda: pool.starmap(power, [(1, 2, 3)]))
        it = pool.imap(odd, range(4, 7))
        t(lambda: next(it))
        t(lambda: next(it))
        t(lambda: next(it))
        t(lambda: next(it))
        it = pool.imap(slow, [0.3])
        t(lambda: it.next(timeout=0.01))
        t(lambda: it.next(5))
        it = pool.imap(square, broken(2))
        t(lambda: list(it))
        r = pool.apply_async(slow, (0.2,))
        t(lambda: r.ready())
        t(lambda: r.successful())
        t(lambda: r.get(timeout=0.01))
        t(lambda: r.wait(0.01))
        r.wait()
        t(lambda: (r.ready(), r.successful(), r.get()))
        r = pool.apply_async(fail, ("x",))
        r.wait()
        t(lambda: (r.ready(), r.successful()))
        t(lambda: r.get())
        me = os.getpid()
        seen = []
        pool.apply_async(square, (4,), callback=lambda v: seen.append(("ok", v, os.getpid() == me))).wait()
        pool.apply_async(fail, (4,), error_callback=lambda e: seen.append(("bad", repr(e), os.getpid() == me))).wait()
        pool.map_async(square, [1, 2], callback=lambda v: seen.append(("map", v))).wait()
        pool.starmap_async(power, [(2, 5)], callback=lambda v: seen.append(("star", v))).wait()
        pool.map_async(fail, [1, 2], error_callback=lambda e: seen.append(("mapbad", type(e).__name__))).wait()
        print(seen)
        t(lambda: set(pool.map(worker_name, range(3))))
        t(lambda: set(pool.map(is_daemon, range(3))))
        t(lambda: pool.apply(child_of_daemon, (0,)))
        t(lambda: pool.apply(unsendable, (0,)))
        t(lambda: pool.apply(square, (lambda: 0,)))
        t(lambda: pool.apply_async(lambda: 0).get())
        t(lambda: pool.map(square, 5))
        t(lambda: pool.imap(square, [1], 0))
        t(lambda: len([p for p in mp.active_children() if "PoolWorker" in p.name]))
        t(lambda: pool.join())
    t(lambda: pool.apply(square, (1,)))
    t(lambda: pool.map(square, [1]))
    t(lambda: pool.imap(square, [1]))

    with Pool(2, setup, (10,)) as pool:
        t(lambda: pool.map(plus, range(3)))
    with Pool(processes=1, initializer=setup, initargs=(5,), maxtasksperchild=2) as pool:
        pids = [pool.apply(pid, (0,)) for _ in range(6)]
        print(len(set(pids)), [pids.count(p) for p in dict.fromkeys(pids)])
        t(lambda: pool.apply(plus, (1,)))

    pool = Pool(2)
    results = [pool.apply_async(slow, (0.05 * i,)) for i in range(4)]
    pool.close()
    t(lambda: pool.apply_async(square, (1,)))
    pool.close()
    pool.join()
    print([round(r.get(), 2) for r in results], mp.active_children())
    pool = Pool(2)
    r = pool.apply_async(slow, (100,))
    pool.terminate()
    pool.terminate()
    pool.join()
    t(lambda: r.get(timeout=0.01))
    t(lambda: repr(pool).split(" pool_size")[0].split(".")[-1])
    with Pool(2) as pool:
        t(lambda: repr(pool).split(".")[-1])
    t(lambda: Pool(0))
    t(lambda: Pool(-1))
    t(lambda: Pool(1, initializer=3))
    t(lambda: Pool(1, maxtasksperchild=0))
    try:
        with Pool(2) as pool:
            raise ValueError("leaves the block")
    except ValueError as e:
        print(e)
    print(len(mp.active_children()))
