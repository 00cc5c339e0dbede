# set: first
import os
from concurrent.futures import ProcessPoolExecutor, as_completed


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fails(n):
    raise KeyError("no %d" % n)


def where():
    return os.getpid()


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        print(list(pool.map(fib, [5, 8, 10])))
        futures = [pool.submit(fib, n) for n in (3, 4)]
        print(sorted(f.result() for f in as_completed(futures)))
        f = pool.submit(fails, 7)
        try:
            f.result()
        except KeyError as e:
            print("KeyError", e, f.exception() is not None)
        print(pool.submit(where).result() != os.getpid())
