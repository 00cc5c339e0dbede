# set: first
import os
import signal
from multiprocessing import Process
from threading import Event, Thread


def blocked(who):
    print(who, sorted(int(s) for s in signal.pthread_sigmask(signal.SIG_BLOCK, [])))


def child(who):
    blocked(who)
    if who == "child":
        started(child, "grandchild")


def started(function, *args):
    p = Process(target=function, args=args)
    p.start()
    p.join()
    print(args[0], "ended with", p.exitcode)


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGTERM])
    started(child, "child")
    enough = Event()
    t = Thread(target=enough.wait)
    t.start()
    started(child, "child beside a thread")
    enough.set()
    t.join()
    pid = os.fork()
    if pid == 0:
        child("after a thread")
        os._exit(0)
    print(os.waitpid(pid, 0)[1])
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    started(child, "child")
