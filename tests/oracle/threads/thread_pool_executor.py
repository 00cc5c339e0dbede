# set: first
from concurrent.futures import ThreadPoolExecutor, as_completed, wait


def square(n):
    if n == 3:
        raise ValueError("no three")
    return n * n


with ThreadPoolExecutor(max_workers=2) as pool:
    print(list(pool.map(square, [1, 2, 4])))
    f = pool.submit(square, 5)
    print(f.result(), f.done(), f.exception(), f.cancelled())
    bad = pool.submit(square, 3)
    print(repr(bad.exception()))
    try:
        bad.result()
    except ValueError as e:
        print("raised:", e)
    futures = {pool.submit(square, n): n for n in (6, 7, 8)}
    print(sorted((futures[f], f.result()) for f in as_completed(futures)))
    done, pending = wait([pool.submit(pow, 2, n) for n in range(3)])
    print(len(done), len(pending), sorted(f.result() for f in done))
    try:
        list(pool.map(square, [1, 3, 5]))
    except ValueError as e:
        print("map:", e)
    g = pool.submit(lambda *a, **k: (a, k), 1, two=2)
    print(g.result(timeout=5))
try:
    pool.submit(square, 1)
except RuntimeError as e:
    print(e)
