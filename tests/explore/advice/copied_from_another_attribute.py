# a.n = b.n + 1 is no update of a.n, though the name is the same.
# finds: race
# outcomes: 1 5
from threading import Thread


class Box:
    pass


a, b = Box(), Box()
a.n = b.n = 0


def copy():
    a.n = b.n + 1


def reset():
    a.n = 5


ts = [Thread(target=f) for f in (copy, reset)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(a.n)
