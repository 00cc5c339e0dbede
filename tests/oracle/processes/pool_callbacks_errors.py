# set: first
from multiprocessing import Pool


def work(n):
    if n < 0:
        raise ValueError("negative: %d" % n)
    return n * 10


def got(result):
    results.append(result)


def failed(error):
    errors.append(repr(error))


results, errors = [], []

if __name__ == "__main__":
    pool = Pool(2)
    for n in (1, -2, 3):
        pool.apply_async(work, (n,), callback=got, error_callback=failed)
    pool.close()
    pool.join()
    print(sorted(results), errors)
    with Pool(2) as pool:
        r = pool.apply_async(work, (-5,))
        try:
            r.get()
        except ValueError as e:
            print("raised here:", e)
        print(r.ready(), r.successful())
        try:
            pool.map(work, [1, -1])
        except ValueError as e:
            print("map:", e)
        try:
            pool.apply(work, (-7,))
        except ValueError as e:
            print("apply:", e)
    try:
        pool.map(work, [1])
    except ValueError as e:
        print(e)
