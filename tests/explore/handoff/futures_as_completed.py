# finds: nothing
from concurrent.futures import ThreadPoolExecutor, as_completed
def bake(cake): return cake
with ThreadPoolExecutor(max_workers=2) as bakers:
    slips = [bakers.submit(bake, name) for name in ("apple", "pear")]
    done = [slip.result() for slip in as_completed(slips)]
