# A variable holds its end until the function returns, though nobody reads it again.
# finds: deadlock
from multiprocessing import Pipe, Process


def read_all(r, w):
    w.close()
    try:
        while True:
            r.recv()
    except EOFError:
        pass


def go():
    r, w = Pipe(duplex=False)
    p = Process(target=read_all, args=(r, w))
    p.start()
    w.send(1)
    p.join()


go()
print("end")
