# It comes out where the result is asked for.
# finds: nothing
# outcomes: "no result"
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(1) as pool:
    f = pool.submit(lambda: 1 / 0)
try:
    print(f.result())
except ZeroDivisionError:
    print("no result")
