# A signal by its name is one by its number: what the child has not written by then, it never will.
# finds: nothing
# outcomes: "-9 0" "-9 1" "-9 2" "0 2"
import os
import signal
from multiprocessing import Process, Value


def work(v):
    v.value = 1
    v.value = 2


if __name__ == "__main__":
    v = Value("i", 0, lock=False)
    p = Process(target=work, args=(v,))
    p.start()
    os.kill(p.pid, signal.SIGKILL)
    p.join()
    print(p.exitcode, v.value)
