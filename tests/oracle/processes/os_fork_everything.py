# set: first
# os.fork and what belongs to it: wait, waitpid, statuses, _exit, pipe, kill, zombies, orphans, buffers.
import os
import signal
import sys
import time


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)
    sys.stdout.flush()


def child(function):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(function() or 0)
        finally:
            os._exit(99)
    return pid


t(lambda: os.wait())
t(lambda: os.waitpid(-1, 0))
t(lambda: os.waitpid(-1, os.WNOHANG))
for code in (0, 1, 7, 255, 256, -1):
    pid = child(lambda: code)
    got, status = os.waitpid(pid, 0)
    print(got == pid, status, os.WIFEXITED(status), os.WEXITSTATUS(status), os.WIFSIGNALED(status),
          os.waitstatus_to_exitcode(status))
pid = child(lambda: time.sleep(100))
t(lambda: os.waitpid(pid, os.WNOHANG))
os.kill(pid, 0)
os.kill(pid, signal.SIGKILL)
got, status = os.waitpid(pid, 0)
print(status, os.WIFSIGNALED(status), os.WTERMSIG(status), os.waitstatus_to_exitcode(status))
t(lambda: os.kill(pid, 0))
t(lambda: os.waitpid(pid, 0))
pid = child(lambda: time.sleep(100))
os.kill(pid, signal.SIGTERM)
print(os.wait() == (pid, 15))

# several children, in the order in which they end
r, w = os.pipe()
gates = []
pids = []
for i in range(3):
    gr, gw = os.pipe()
    pids.append(child(lambda: len(os.read(gr, 1)) + i))
    os.close(gr)
    gates.append(gw)
for i in (1, 2, 0):
    os.write(gates[i], b"x")
    got, status = os.wait()
    print(pids.index(got), os.waitstatus_to_exitcode(status))
for g in gates:
    os.close(g)

# a pipe: what is written comes out, the end when nobody can write any more
pid = child(lambda: os.write(w, b"from the child") and 0)
os.close(w)
print(os.read(r, 100))
os.waitpid(pid, 0)
print(os.read(r, 100))
os.close(r)
t(lambda: os.read(r, 1))
r, w = os.pipe()
os.close(r)
t(lambda: os.write(w, b"nobody"))
os.close(w)

# a zombie has a pid and a status, and neither runs nor goes before it is waited for
pid = child(lambda: 5)
time.sleep(0.05)
t(lambda: os.kill(pid, 0))
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
t(lambda: os.kill(pid, 0))

# an orphan gets another parent
r, w = os.pipe()


def parent():
    me = os.getpid()

    def orphan():
        while os.getppid() == me:
            time.sleep(0.001)
        os.write(w, b"adopted")
    child(orphan)


pid = child(parent)
os.close(w)
os.waitpid(pid, 0)
print(os.read(r, 100))

# memory is copied, the output buffer too
x = [1]
pid = child(lambda: x.append(2) or len(x))
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), x)
sys.stdout.write("buffered ")
pid = os.fork()
if pid == 0:
    sys.stdout.flush()
    os._exit(0)
os.waitpid(pid, 0)
print()
pid = os.fork()
if pid == 0:
    print("this is lost", end="")
    os._exit(0)
os.waitpid(pid, 0)
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    print("the child ends as a program does", flush=True)
    sys.exit(4)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    sys.stderr = open(os.devnull, "w")
    raise ValueError("uncaught in the child")
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(os.getpid() != os.getppid(), os.getpgid(0) == os.getpgrp())
