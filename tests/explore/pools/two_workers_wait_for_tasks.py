# Two workers: both outer tasks may be running when the inner ones are still to come.
# finds: deadlock
# verdict: fails
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(2)


def outer():
    return pool.submit(inner).result()


def inner():
    return 1


fs = [pool.submit(outer) for _ in range(2)]
total = sum(f.result() for f in fs)
pool.shutdown()
print(total)
