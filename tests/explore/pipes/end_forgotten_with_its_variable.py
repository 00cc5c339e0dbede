# What no variable holds any more is closed, where nobody could go on otherwise: the child sees the end of the pipe. (CPython closes it when the function returns.)
# finds: nothing
# outcomes: end
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
    return p


p = begin()
p.join()
print("end")
