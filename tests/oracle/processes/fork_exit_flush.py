# set: first
# order: lines
# sys.exit in a child flushes and runs finally; os._exit does neither.
import os
import sys


def child(how):
    pid = os.fork()
    if pid:
        print(how, os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
        return
    try:
        print("unfinished line of", how, end="")
        if how == "sys.exit":
            print()
            sys.exit(4)
        os._exit(5)
    finally:
        print("finally in the child of", how)


child("sys.exit")
child("os._exit")
print("main ends")
