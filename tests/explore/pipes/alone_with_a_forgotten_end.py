# The only task reads to the end what it wrote itself.
# finds: nothing
# outcomes: end
from multiprocessing import Pipe


def filled():
    r, w = Pipe(duplex=False)
    w.send(1)
    return r


r = filled()
try:
    while True:
        print(r.recv())
except EOFError:
    print('end')
