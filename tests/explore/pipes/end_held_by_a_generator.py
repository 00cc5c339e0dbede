# A generator that stands still holds what its variables hold.
# finds: deadlock
from multiprocessing import Pipe, Process


def read_all(r, w):
    w.close()
    try:
        while True:
            r.recv()
    except EOFError:
        pass


def begin():
    r, w = Pipe(duplex=False)
    p = Process(target=read_all, args=(r, w))
    p.start()
    w.send(1)
    yield p
    yield "never asked for"


children = begin()
next(children).join()
print("end")
