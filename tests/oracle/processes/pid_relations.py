# set: first
# Who is whose parent.
import os
from multiprocessing import Process


def child(parent):
    print("my parent is main:", os.getppid() == parent)
    print("I am not main:", os.getpid() != parent)


if __name__ == "__main__":
    p = Process(target=child, args=(os.getpid(),))
    print("no pid before start:", p.pid)
    p.start()
    p.join()
    print("pid known afterwards:", p.pid > 0, p.pid != os.getpid())
    print("the same each time:", os.getpid() == os.getpid(), isinstance(os.getppid(), int))
