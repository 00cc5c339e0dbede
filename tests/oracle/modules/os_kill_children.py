# set: first
import os
import signal
import time

kids = []
for i in range(3):
    pid = os.fork()
    if pid == 0:
        time.sleep(60)
        os._exit(0)
    kids.append(pid)
for pid, sig in zip(kids, (signal.SIGTERM, signal.SIGKILL, signal.SIGINT)):
    if sig != signal.SIGINT:
        os.kill(pid, sig)
        _, status = os.waitpid(pid, 0)
        print(os.WIFSIGNALED(status), os.WTERMSIG(status) == sig)
os.kill(kids[2], signal.SIGKILL)
print(os.waitpid(kids[2], 0)[1])
try:
    os.kill(kids[0], signal.SIGTERM)
except ProcessLookupError as e:
    print(e)
