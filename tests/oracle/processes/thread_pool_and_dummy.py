# set: first
# multiprocessing.pool.ThreadPool and multiprocessing.dummy: the interface of processes, carried by threads.
import os
import threading
import time
from multiprocessing import TimeoutError, dummy
from multiprocessing.dummy import Pool as DummyPool
from multiprocessing.pool import ThreadPool


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


def square(x):
    return x * x


def fail(x):
    raise ValueError("bad %s" % x)


def where(_):
    return os.getpid() == me, threading.current_thread() is not threading.main_thread()


local = threading.local()


def setup(n):
    local.n = n


def plus(x):
    return local.n + x


def slow(x):
    time.sleep(x)
    return x


me = os.getpid()
with ThreadPool(3) as pool:
    t(lambda: pool.map(square, range(6)))
    t(lambda: list(pool.imap(square, range(4))))
    t(lambda: sorted(pool.imap_unordered(square, range(4))))
    t(lambda: pool.starmap(pow, [(2, 3), (3, 2)]))
    t(lambda: pool.apply(square, (5,)))
    t(lambda: pool.apply(fail, (5,)))
    t(lambda: pool.map(fail, [1]))
    t(lambda: set(pool.map(where, range(3))))
    t(lambda: pool.apply(lambda: "a lambda is fine here"))
    r = pool.apply_async(slow, (0.2,))
    t(lambda: r.get(timeout=0.01))
    t(lambda: r.get())
    seen = []
    pool.apply_async(square, (3,), callback=seen.append).wait()
    pool.apply_async(fail, (3,), error_callback=lambda e: seen.append(str(e))).wait()
    print(seen)
t(lambda: pool.map(square, [1]))
pool = ThreadPool(2, setup, (100,))
t(lambda: pool.map(plus, range(3)))
results = [pool.apply_async(slow, (0.01,)) for _ in range(5)]
pool.close()
pool.join()
print([r.get() for r in results])
t(lambda: ThreadPool(0))

with DummyPool(2) as pool:
    t(lambda: pool.map(square, range(4)))

shared = []


def work(n, q):
    shared.append(n)
    q.put(n)


q = dummy.Queue()
ps = [dummy.Process(target=work, args=(i, q)) for i in range(3)]
for p in ps:
    t(lambda: p.exitcode)
    p.start()
for p in ps:
    p.join()
print(sorted(shared), sorted(q.get() for _ in ps), [p.exitcode for p in ps], [p.is_alive() for p in ps])
print(dummy.active_children(), dummy.current_process() is threading.current_thread())
m = dummy.Manager()
d, l = m.dict(a=1), m.list([1])
l.append(2)
print(d, l, m.Namespace(x=1, y="z"), m.Value("i", 3).value, m.Array("i", [1, 2]))
a, b = dummy.Pipe()
a.send("over")
t(lambda: (b.poll(), b.recv(), b.poll(), b.poll(0.01)))
with dummy.Lock():
    print("locked")
