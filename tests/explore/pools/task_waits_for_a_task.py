# One worker: it waits for what only it could do.
# finds: deadlock
# outcomes: deadlock
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(1)


def outer():
    return pool.submit(inner).result()


def inner():
    return 1


print(pool.submit(outer).result())
