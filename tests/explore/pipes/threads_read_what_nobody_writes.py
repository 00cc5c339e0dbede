# Threads of one process: nobody holds the ends to write once the functions that made them have returned.
# finds: nothing
# outcomes: "[1, 2, 'end', 'end']"
from multiprocessing import Pipe
from threading import Thread

got = []


def take(r):
    try:
        while True:
            got.append(r.recv())
    except EOFError:
        got.append('end')


def begin(n):
    r, w = Pipe(duplex=False)
    t = Thread(target=take, args=(r,))
    t.start()
    w.send(n)
    return t


threads = [begin(n) for n in (1, 2)]
for t in threads:
    t.join()
print(sorted(got, key=str))
