# set: first
# Children inherit handlers; each has its own afterwards.
import os
import signal
import sys
import time
from multiprocessing import Process


def handler(number, frame):
    print("handled in", "parent" if os.getpid() == main else "child", signal.Signals(number).name, flush=True)
    if os.getpid() != main:
        sys.exit(5)


def child(ready):
    os.write(ready, b"x")
    while True:
        time.sleep(1)


main = os.getpid()
signal.signal(signal.SIGTERM, handler)
r, w = os.pipe()
p = Process(target=child, args=(w,))
p.start()
os.read(r, 1)
p.terminate()
p.join()
print(p.exitcode)


def ignores(ready):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.write(ready, b"x")
    time.sleep(30)


p = Process(target=ignores, args=(w,))
p.start()
os.read(r, 1)
p.terminate()
p.join(0.05)
print(p.is_alive(), p.exitcode)
p.kill()
p.join()
print(p.exitcode)
for number in (signal.SIGUSR1, signal.SIGALRM, signal.SIGHUP, signal.SIGINT):
    pid = os.fork()
    if pid == 0:
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    print(os.WIFSIGNALED(status), os.WTERMSIG(status) == number, os.WIFEXITED(status), os.waitstatus_to_exitcode(status) == -number)
os.kill(main, signal.SIGTERM)
