# set: first
# stderr: errors
import os
from multiprocessing import Process


def fine():
    return 5


def fails():
    raise ValueError("child trouble")


def leaves():
    os._exit(3)


if __name__ == "__main__":
    for target in (fine, fails, leaves):
        p = Process(target=target)
        print(target.__name__, p.exitcode, end=" ")
        p.start()
        p.join()
        print(p.exitcode, p.is_alive())
    print("main goes on")
