# Two calls in a pool of threads.
# outcomes: 1 2
# finds: race, lost-update
# verdict: holds
from concurrent.futures import ThreadPoolExecutor

n = 0


def inc():
    global n
    n += 1


with ThreadPoolExecutor(2) as pool:
    pool.submit(inc)
    pool.submit(inc)
print(n)
