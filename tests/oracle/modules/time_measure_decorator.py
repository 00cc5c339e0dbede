# set: first
import time
from functools import wraps


def timed(f):
    @wraps(f)
    def wrapper(*args, **kwargs):
        begin = time.perf_counter()
        try:
            return f(*args, **kwargs)
        finally:
            spent = time.perf_counter() - begin
            print("%s took %s" % (f.__name__, "long" if spent > 0.04 else "a moment"))
    return wrapper


@timed
def slow():
    time.sleep(0.05)
    return "slow result"


@timed
def quick(n, step=1):
    return n + step


print(slow(), quick(1, step=5))


class Stopwatch:
    def __enter__(self):
        self.begin = time.monotonic()
        return self

    def __exit__(self, *exc):
        self.spent = time.monotonic() - self.begin


with Stopwatch() as w:
    time.sleep(0.02)
print(0.02 <= w.spent < 5, f"{w.spent:.2f}"[:2])
