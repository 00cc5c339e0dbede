# set: first
import os
import signal
import time

ended = []


def reap(number, frame):
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        ended.append(os.WEXITSTATUS(status))


signal.signal(signal.SIGCHLD, reap)
for code in (3, 1, 2):
    if os.fork() == 0:
        os._exit(code)
deadline = time.time() + 10
while len(ended) < 3 and time.time() < deadline:
    time.sleep(0.005)
print(sorted(ended))
