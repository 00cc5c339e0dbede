# set: first
# needs: greenlet
# Producer and consumer, and a generator made of a greenlet.
from greenlet import getcurrent, greenlet


def producer():
    for i in range(3):
        print("produce", i)
        con.switch(i)
    con.switch(None)


def consumer(item):
    while item is not None:
        print("  consume", item)
        item = pro.switch()
    print("  no more")


con, pro = greenlet(consumer), greenlet(producer)
pro.switch()


class Gen:
    def __init__(self, f, *args):
        self.f, self.args = f, args
        self.g = greenlet(self.body)

    def body(self):
        self.f(self.give, *self.args)

    def give(self, value):
        self.g.parent.switch((value,))

    def __iter__(self):
        return self

    def __next__(self):
        self.g.parent = getcurrent()
        got = self.g.switch()
        if self.g.dead:
            raise StopIteration
        return got[0]


def walk(give, tree):
    if isinstance(tree, list):
        for t in tree:
            walk(give, t)
    else:
        give(tree)


print(list(Gen(walk, [1, [2, [3]], 4])))
