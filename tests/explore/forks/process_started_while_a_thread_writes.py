# A process that is started is a copy as well.
# finds: nothing
# outcomes: 0 1
import sys
from multiprocessing import Process
from threading import Thread

n = 0


def write():
    global n
    n = 1


def tell():
    sys.exit(n)


if __name__ == "__main__":
    t = Thread(target=write)
    p = Process(target=tell)
    t.start()
    p.start()
    t.join()
    p.join()
    print(p.exitcode)
