# The middle one forgets its end to write when its function returns, which it does when the first has ended.
# finds: nothing
# outcomes: end
from multiprocessing import Pipe, Process


def first(r, w, r2, w2):
    r.close(), r2.close(), w2.close()
    w.send(1)


def middle(r, w, r2, w2):
    w.close(), r2.close()
    try:
        while True:
            w2.send(r.recv())
    except EOFError:
        pass


def last(r, w, r2, w2):
    r.close(), w.close(), w2.close()
    try:
        while True:
            r2.recv()
    except EOFError:
        pass


def begin():
    r, w = Pipe(duplex=False)
    r2, w2 = Pipe(duplex=False)
    children = [Process(target=f, args=(r, w, r2, w2)) for f in (first, middle, last)]
    for p in children:
        p.start()
    return children


for p in begin():
    p.join()
print("end")
