# set: first
# A child may have children of its own.
import os
from multiprocessing import Process


def grandchild(parent):
    print("grandchild: parent is the child:", os.getppid() == parent)


def child(main_pid):
    print("child: parent is main:", os.getppid() == main_pid)
    p = Process(target=grandchild, args=(os.getpid(),))
    p.start()
    p.join()
    print("child: grandchild gave", p.exitcode)


if __name__ == "__main__":
    p = Process(target=child, args=(os.getpid(),))
    p.start()
    p.join()
    print("main: child gave", p.exitcode)
