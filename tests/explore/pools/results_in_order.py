# finds: nothing
# outcomes: "[0, 1, 4]"
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(2) as pool:
    print_me = list(pool.map(lambda n: n * n, range(3)))
print(print_me)
