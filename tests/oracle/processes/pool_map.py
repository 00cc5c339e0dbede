# set: first
import os
from multiprocessing import Pool


def square(n):
    return n * n


def add(a, b):
    return a + b


def not_main(main_pid):
    return os.getpid() != main_pid


if __name__ == "__main__":
    with Pool(3) as pool:
        print(pool.map(square, range(8)))
        print(pool.starmap(add, [(1, 2), (3, 4)]))
        print(pool.apply(add, (5, 6)), pool.apply(square, args=(3,)))
        r = pool.apply_async(add, (1,), {"b": 9})
        print(r.get(timeout=10), r.ready(), r.successful())
        m = pool.map_async(square, [5, 6])
        m.wait()
        print(m.get())
        print(list(pool.imap(square, range(4))), sorted(pool.imap_unordered(square, range(4))))
        print(pool.map(not_main, [os.getpid()] * 2), pool.map(square, []))
        print(pool.map(square, range(5), chunksize=2))
