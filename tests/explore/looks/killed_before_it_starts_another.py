# The child may be killed before it has a child of its own.
# finds: race
# outcomes: 0 1 ok
import os
import signal
from multiprocessing import Process, Value


def inner(v):
    v.value = 1


def outer(v):
    os.fork() or inner(v)


if __name__ == "__main__":
    v = Value("i", 0, lock=False)
    p = Process(target=outer, args=(v,))
    p.start()
    os.kill(p.pid, signal.SIGKILL)
    p.join()
    print(v.value)
