# The server has a thread for each client: an object's methods run at the same time there.
# finds: lost-update, race
# options: --outputs
# outcomes: 1 2
from multiprocessing import Process
from multiprocessing.managers import BaseManager


class Counter:
    def __init__(self):
        self.n = 0

    def add(self):
        self.n += 1

    def get(self):
        return self.n


class Counters(BaseManager):
    pass


Counters.register("Counter", Counter)


def work(c):
    c.add()


if __name__ == "__main__":
    with Counters() as manager:
        c = manager.Counter()
        ps = [Process(target=work, args=(c,)) for _ in range(2)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        print(c.get())
