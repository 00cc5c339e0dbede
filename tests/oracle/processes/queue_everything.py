# set: first
# Queue, JoinableQueue and SimpleQueue: every method, what is full or empty, what is closed, what cannot be sent.
import multiprocessing as mp
import queue
import time


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0].split(" object")[0])


class Point:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return "Point(%r)" % self.x


def echo(q, out):
    while True:
        item = q.get()
        if item is None:
            break
        out.put((type(item).__name__, item))


def ready(q):
    while q.empty():        # CPython's queue is filled by a thread
        time.sleep(0.001)


def worker(q, out):
    while True:
        n = q.get()
        out.put(n)
        q.task_done()


def flood(q):
    q.put("x" * 300000)
    q.put("end")


if __name__ == "__main__":
    q = mp.Queue()
    t(lambda: q.empty())
    t(lambda: q.get_nowait())
    t(lambda: q.get(timeout=0.01))
    t(lambda: q.get(True, 0.01))
    t(lambda: q.get(block=False))
    q.put([1, {"a": (2, None)}])
    t(lambda: q.get())
    small = mp.Queue(2)
    small.put(1)
    small.put(2)
    t(lambda: small.full())
    t(lambda: small.qsize())
    t(lambda: small.put(3, False))
    t(lambda: small.put_nowait(3))
    t(lambda: small.put(3, timeout=0.01))
    t(lambda: [small.get(), small.get(), small.full()])
    out = mp.Queue()
    p = mp.Process(target=echo, args=(q, out))
    p.start()
    items = [0, -1, 2 ** 70, 1.5, "é中", b"\0\xff", (), (1,), [], {}, {1, 2}, frozenset([3]), True, range(3), Point(7),
             [Point(1), Point([2])], ValueError("sent"), int, len, print, Point, "y" * 100000, None]
    for item in items:
        q.put(item)
    for _ in items[:-1]:
        kind, got = out.get()
        print(kind, got if len(repr(got)) < 200 else len(got))
    p.join()
    print(p.exitcode)

    a = [1]
    a.append(a)
    q.put(a)
    b = q.get()
    print(b[0], b[1] is b)

    q.close()
    t(lambda: q.put(1))
    t(lambda: q.get())
    q.join_thread()
    q2 = mp.Queue()
    t(lambda: q2.join_thread())
    q2.cancel_join_thread()

    j = mp.JoinableQueue()
    t(lambda: j.task_done())
    out = mp.Queue()
    for _ in range(2):
        mp.Process(target=worker, args=(j, out), daemon=True).start()
    for i in range(20):
        j.put(i)
    j.join()
    print(sorted(out.get() for _ in range(20)))
    t(lambda: j.task_done())
    bounded = mp.JoinableQueue(1)
    bounded.put("a")
    t(lambda: bounded.put("b", timeout=0.01))
    t(lambda: bounded.get())
    bounded.task_done()
    bounded.join()

    s = mp.SimpleQueue()
    t(lambda: s.empty())
    s.put("one")
    s.put({"two": 2})
    t(lambda: s.empty())
    t(lambda: [s.get(), s.get()])
    t(lambda: s.put(lambda: 0))
    s.close()
    t(lambda: s.empty())
    t(lambda: s.put(1))

    big = mp.Queue()
    p = mp.Process(target=flood, args=(big,))
    p.start()
    p.join(0.2)
    print("still there:", p.is_alive())     # nobody has taken what it has put
    print(len(big.get()), big.get())
    p.join()
    print(p.exitcode)
    try:
        from multiprocessing import queues
        print(queues.Empty is queue.Empty, queues.Full is queue.Full)
    except ImportError:
        print("no module")
