# set: first
# order: exact
# Process: every attribute and method, what it refuses, exit codes, names, daemons, the parent.
import multiprocessing as mp
import os
import sys
import time


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


def nothing():
    pass


def wait_long():
    time.sleep(100)


def leave(code):
    sys.exit(code)


def hard(code):
    os._exit(code)


def fail():
    raise ValueError("in the child")


def tell(q):
    p = mp.current_process()
    q.put((p.name, p.daemon, p.pid == os.getpid(), p.exitcode, p.is_alive(), mp.parent_process().name,
           mp.parent_process().pid == os.getppid(), mp.parent_process().is_alive(), len(mp.active_children())))


def nest(q, depth):
    q.put((depth, mp.current_process().name))
    if depth:
        p = mp.Process(target=nest, args=(q, depth - 1))
        p.start()
        p.join()


def has_children(q):
    try:
        mp.Process(target=nothing).start()
    except AssertionError as e:
        q.put(str(e))


class Mine(mp.Process):
    def __init__(self, q, n):
        super().__init__()
        self.q, self.n = q, n

    def run(self):
        self.q.put((self.name, self.n))


def keywords(q, a, *, b, **rest):
    q.put((a, b, rest))


if __name__ == "__main__":
    q = mp.Queue()
    p = mp.Process(target=nothing)
    t(lambda: (p.name, p.daemon, p.pid, p.ident, p.exitcode, p.is_alive()))
    t(lambda: p.join())
    t(lambda: p.terminate())
    t(lambda: p.kill())
    t(lambda: p.sentinel)
    t(lambda: p.run())
    p.start()
    t(lambda: p.start())
    t(lambda: p.pid > 0 and p.pid == p.ident)
    p.join()
    t(lambda: (p.exitcode, p.is_alive()))
    p.join()
    t(lambda: p.start())
    p.close()
    t(lambda: p.is_alive())
    t(lambda: p.exitcode)
    t(lambda: p.pid)
    t(lambda: p.join())
    t(lambda: p)
    p.close()

    p = mp.Process(target=tell, args=(q,), name="scout", daemon=True)
    t(lambda: (p.name, p.daemon))
    p.start()
    t(lambda: q.get())
    p.join()

    for code in (None, 0, 1, 7, 255, 256, -1, True, "a text", 3.5):
        p = mp.Process(target=leave, args=(code,))
        p.start()
        p.join()
        print(repr(code), p.exitcode)
    p = mp.Process(target=hard, args=(9,))
    p.start()
    p.join()
    print(p.exitcode)
    p = mp.Process(target=fail)
    p.start()
    p.join()
    print(p.exitcode)

    for end in ("terminate", "kill"):
        p = mp.Process(target=wait_long)
        p.start()
        p.join(0.01)
        t(lambda: p.close())
        getattr(p, end)()
        p.join()
        print(end, p.exitcode, p.is_alive())
        getattr(p, end)()

    p = mp.Process(target=wait_long, daemon=True)
    p.start()
    t(lambda: [c is p for c in mp.active_children()])
    t(lambda: p.join(timeout=0.01))
    t(lambda: p.is_alive())
    p.terminate()
    p.join()
    t(lambda: mp.active_children())

    nest(q, 2)
    t(lambda: [q.get() for _ in range(3)])
    p = mp.Process(target=has_children, args=(q,), daemon=True)
    p.start()
    t(lambda: q.get())
    p.join()
    t(lambda: setattr(p, "daemon", False))
    ms = [Mine(q, i) for i in range(2)]
    for m in ms:
        m.start()
        m.join()
    t(lambda: [q.get()[1] for _ in ms])
    p = mp.Process(target=keywords, args=(q, 1), kwargs={"b": 2, "c": 3})
    p.start()
    t(lambda: q.get())
    p.join()
    p = mp.Process(target=nothing)
    p.name = "renamed"
    t(lambda: p.name)
    t(lambda: setattr(p, "name", 5))
    t(lambda: mp.Process(group=1))
    t(lambda: mp.current_process().name)
    t(lambda: mp.parent_process())
    t(lambda: mp.current_process().exitcode)
    t(lambda: mp.cpu_count() >= 1)
    t(lambda: mp.get_start_method())
    t(lambda: mp.get_all_start_methods()[0])
    t(lambda: mp.set_start_method("fork"))
    t(lambda: mp.set_start_method("fork", force=True))
    t(lambda: mp.get_context("fork").get_start_method())
    t(lambda: mp.get_context().Process is not None)
    t(lambda: mp.get_context("nonsense"))
    t(lambda: mp.freeze_support())
    ctx = mp.get_context("fork")
    q = ctx.Queue()
    p = ctx.Process(target=q.put, args=("through a context",))
    p.start()
    t(lambda: q.get())
    p.join()
    names = sorted(n for n in mp.__all__ if n != "reducer")
    print(names)
    print([n for n in names if not hasattr(mp, n)])
