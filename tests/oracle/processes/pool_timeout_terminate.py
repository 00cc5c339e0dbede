# set: first
import time
from multiprocessing import Pool, TimeoutError


def sleepy(n):
    time.sleep(n)
    return n


if __name__ == "__main__":
    pool = Pool(1)
    r = pool.apply_async(sleepy, (60,))
    try:
        r.get(timeout=0.05)
    except TimeoutError as e:
        print("timed out", type(e).__name__)
    print(r.ready())
    try:
        r.successful()
    except ValueError:
        print("not ready, so neither")
    pool.terminate()
    pool.join()
    print("ended")
    closed = Pool(1)
    closed.close()
    try:
        closed.apply(sleepy, (0,))
    except ValueError as e:
        print(e)
    closed.join()
    try:
        Pool(0)
    except ValueError as e:
        print(e)
