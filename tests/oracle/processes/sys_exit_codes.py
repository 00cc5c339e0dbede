# set: first
# stderr: errors
import os
import signal
import sys
from multiprocessing import Process


def none():
    sys.exit()


def number():
    sys.exit(7)


def text():
    sys.exit("a message")


def raises():
    raise RuntimeError("died")


def os_exit():
    os._exit(200)


def killed():
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    for f in (none, number, text, raises, os_exit, killed):
        p = Process(target=f)
        p.start()
        p.join()
        print(f.__name__, p.exitcode)
