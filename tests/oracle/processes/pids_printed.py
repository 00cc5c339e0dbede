# set: first
# Pids differ from run to run; their pattern does not.
import os
import multiprocessing


def child():
    print("child: pid %d, ppid %d" % (os.getpid(), os.getppid()))


if __name__ == "__main__":
    print("main: pid %d, ppid %d" % (os.getpid(), os.getppid()))
    for _ in range(2):
        p = multiprocessing.Process(target=child)
        p.start()
        p.join()
        print("joined pid", p.pid)
