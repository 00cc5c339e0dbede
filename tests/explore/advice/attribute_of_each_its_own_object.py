# The same attribute of two objects.
# finds: nothing
from threading import Thread


class Counter:
    def __init__(self):
        self.n = 0

    def add(self):
        self.n += 1


counters = [Counter(), Counter()]
ts = [Thread(target=c.add) for c in counters]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(counters[0].n, counters[1].n)
