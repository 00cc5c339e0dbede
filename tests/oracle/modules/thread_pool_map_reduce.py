# set: first
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import reduce

DOCS = ["a rose is a rose", "a daisy is no rose", "no no"]


def count(text):
    return Counter(text.split())


def add(a, b):
    a.update(b)
    return a


with ThreadPoolExecutor(3) as pool:
    parts = list(pool.map(count, DOCS))
total = reduce(add, parts, Counter())
print([dict(p) for p in parts])
print(total.most_common(2), sum(total.values()))
with ThreadPoolExecutor(max_workers=2, thread_name_prefix="mapper") as pool:
    print(list(pool.map(pow, [2, 3], [3, 2])), pool.submit(len, "abcd").result())
    print(pool.submit(lambda: __import__("threading").current_thread().name.startswith("mapper")).result())
