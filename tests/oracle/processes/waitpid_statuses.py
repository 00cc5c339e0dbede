# set: first
import os
import signal
import time

pid = os.fork()
if pid == 0:
    while True:
        time.sleep(0.01)
print(os.waitpid(pid, os.WNOHANG))
os.kill(pid, signal.SIGKILL)
got, status = os.waitpid(pid, 0)
print(got == pid, os.WIFSIGNALED(status), os.WTERMSIG(status), os.WIFEXITED(status))
pid = os.fork()
if pid == 0:
    os._exit(9)
got, status = os.waitpid(pid, 0)
print(os.WIFEXITED(status), os.WEXITSTATUS(status), status == 9 << 8)
try:
    os.waitpid(pid, 0)
except ChildProcessError as e:
    print(e.strerror)
try:
    os.kill(pid, 0)
except ProcessLookupError as e:
    print("gone", e.strerror)
pid = os.fork()
if pid == 0:
    os.kill(os.getpid(), signal.SIGTERM)
print(os.WTERMSIG(os.waitpid(pid, 0)[1]))
