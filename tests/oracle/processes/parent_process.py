# set: first
import os
from multiprocessing import Process, current_process, parent_process


def child(depth):
    me = current_process()
    print(me.name, "of", parent_process().name, parent_process().pid == os.getppid(), me.pid == os.getpid())
    if depth:
        p = Process(target=child, args=(depth - 1,))
        p.start()
        p.join()
        print(me.name, "saw", p.exitcode)


if __name__ == "__main__":
    print(current_process().name, parent_process())
    p = Process(target=child, args=(2,))
    p.start()
    p.join()
