# self.n += 1 of one object by two.
# finds: lost-update, race
# outcomes: 1 2
from threading import Thread


class Counter:
    def __init__(self):
        self.n = 0

    def add(self):
        self.n += 1


counter = Counter()
ts = [Thread(target=f) for f in (counter.add, counter.add)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(counter.n)
