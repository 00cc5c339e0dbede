# set: full
# A discrete-event simulation on a heap: a bakery day, with classes and generators, no real time.
import heapq
from collections import defaultdict


class Simulation:
    def __init__(self):
        self.now, self.queue, self.count, self.log = 0, [], 0, []

    def at(self, delay, process):
        self.count += 1
        heapq.heappush(self.queue, (self.now + delay, self.count, process))

    def note(self, who, what):
        self.log.append((self.now, who, what))

    def run(self, until):
        while self.queue and self.queue[0][0] <= until:
            self.now, _, process = heapq.heappop(self.queue)
            try:
                wish = next(process)
            except StopIteration:
                continue
            if isinstance(wish, int):
                self.at(wish, process)
            else:
                wish.wait(process)
        self.now = until


class Resource:
    """So many at a time; the others wait in a line."""

    def __init__(self, sim, name, slots):
        self.sim, self.name, self.free = sim, name, slots
        self.line, self.longest = [], 0

    def wait(self, process):
        if self.free > 0:
            self.free -= 1
            self.sim.at(0, process)
        else:
            self.line.append(process)
            self.longest = max(self.longest, len(self.line))

    def release(self):
        if self.line:
            self.sim.at(0, self.line.pop(0))
        else:
            self.free += 1


class Store:
    """Things are put; takers wait until there are enough."""

    def __init__(self, sim, stock):
        self.sim, self.stock, self.waiting = sim, stock, []

    def take(self, n):
        return Want(self, n)

    def put(self, n):
        self.stock += n
        while self.waiting and self.waiting[0][0] <= self.stock:
            wanted, process = self.waiting.pop(0)
            self.stock -= wanted
            self.sim.at(0, process)


class Want:
    def __init__(self, store, n):
        self.store, self.n = store, n

    def wait(self, process):
        if self.store.stock >= self.n and not self.store.waiting:
            self.store.stock -= self.n
            self.store.sim.at(0, process)
        else:
            self.store.waiting.append((self.n, process))


class Bakery:
    def __init__(self):
        self.sim = Simulation()
        self.counter = Resource(self.sim, "counter", 2)
        self.shelf = Store(self.sim, 6)
        self.waits = defaultdict(int)
        self.served = 0

    def customer(self, name, loaves):
        sim, came = self.sim, self.sim.now
        sim.note(name, "comes for %d" % loaves)
        yield self.counter
        yield self.shelf.take(loaves)
        sim.note(name, "is served")
        yield 3 + loaves
        self.counter.release()
        self.waits[name] = sim.now - came
        self.served += 1
        sim.note(name, "leaves")

    def baker(self, batch, minutes):
        for n in range(1, 100):
            yield minutes
            self.sim.note("baker", "batch %d" % n)
            self.shelf.put(batch)

    def street(self):
        for i, (pause, loaves) in enumerate([(1, 2), (2, 3), (0, 4), (5, 1), (1, 5), (9, 2), (30, 1)]):
            yield pause
            self.sim.at(0, self.customer("c%d" % i, loaves))


def main():
    shop = Bakery()
    shop.sim.at(0, shop.baker(4, 12))
    shop.sim.at(0, shop.street())
    shop.sim.run(70)
    for when, who, what in shop.sim.log:
        print("%3d %-6s %s" % (when, who, what))
    print("served", shop.served, "left on the shelf", shop.shelf.stock, "longest line", shop.counter.longest)
    print("waits", dict(sorted(shop.waits.items())), "mean %.2f" % (sum(shop.waits.values()) / shop.served))


main()
