# set: first
from collections import OrderedDict
from functools import lru_cache


@lru_cache(maxsize=2)
def load(k):
    print("load", k)
    return k * 2


for k in (1, 2, 1, 3, 2, 1):
    load(k)
print(load.cache_info())


class LRU:
    def __init__(self, size):
        self.size, self.data = size, OrderedDict()

    def get(self, k):
        if k not in self.data:
            return None
        self.data.move_to_end(k)
        return self.data[k]

    def put(self, k, v):
        self.data[k] = v
        self.data.move_to_end(k)
        if len(self.data) > self.size:
            print("drops", self.data.popitem(last=False))


c = LRU(2)
c.put("a", 1)
c.put("b", 2)
print(c.get("a"), c.get("zz"))
c.put("c", 3)
print(list(c.data))
