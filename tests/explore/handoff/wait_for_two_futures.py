# finds: nothing
# A number is given to an object when it goes into a set: that is a change of it, too.
from concurrent.futures import ThreadPoolExecutor, wait
def bake(c): return c
with ThreadPoolExecutor(max_workers=1) as bakers:
    a = bakers.submit(bake, 1)
    b = bakers.submit(bake, 2)
    wait([a, b])
