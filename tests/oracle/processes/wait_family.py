# set: first
# Every way to wait for a child, and what each says.
import os
import signal


def child(code):
    pid = os.fork()
    if pid == 0:
        if code < 0:
            os.kill(os.getpid(), -code)
        os._exit(code)
    return pid


a = child(3)
print(os.wait() == (a, 3 << 8))
b = child(-9)
pid, status = os.waitpid(b, 0)
print(pid == b, status, os.WIFEXITED(status), os.WIFSIGNALED(status), os.WTERMSIG(status), os.WIFSTOPPED(status), os.WCOREDUMP(status), os.WIFCONTINUED(status), os.waitstatus_to_exitcode(status))
c = child(5)
pid, status, usage = os.wait3(0)
print(pid == c, os.WEXITSTATUS(status), usage.ru_utime >= 0, usage.ru_maxrss > 0, len(usage))
d = child(6)
print(os.wait4(d, 0)[:2] == (d, 6 << 8))
e = child(7)
r = os.waitid(os.P_PID, e, os.WEXITED)
print(r.si_pid == e, r.si_status, r.si_code == os.CLD_EXITED, r.si_signo == signal.SIGCHLD)
f = child(-15)
r = os.waitid(os.P_ALL, 0, os.WEXITED)
print(r.si_pid == f, r.si_status, r.si_code == os.CLD_KILLED)
r, w = os.pipe()
g = os.fork()
if g == 0:
    os.read(r, 1)
    os._exit(0)
print(os.waitpid(g, os.WNOHANG), os.waitid(os.P_PID, g, os.WEXITED | os.WNOHANG), os.wait3(os.WNOHANG)[:2])
os.write(w, b"x")
print(os.waitpid(-1, 0) == (g, 0))
for call in (os.wait, lambda: os.waitpid(-1, 0), lambda: os.waitpid(g, 0), lambda: os.wait3(0), lambda: os.waitpid(1, 0), lambda: os.waitid(os.P_ALL, 0, os.WEXITED)):
    try:
        call()
    except ChildProcessError as error:
        print(error)
try:
    os.waitstatus_to_exitcode(0x137f)
except ValueError as error:
    print(type(error).__name__)
told = []
os.register_at_fork(before=lambda: told.append("before 1"), after_in_parent=lambda: told.append("parent 1"), after_in_child=lambda: told.append("child 1"))
os.register_at_fork(before=lambda: told.append("before 2"), after_in_child=lambda: told.append("child 2"))
if os.fork() == 0:
    print(told, flush=True)
    os._exit(0)
os.wait()
print(told)
for bad in (lambda: os.register_at_fork(), lambda: os.register_at_fork(before=5)):
    try:
        bad()
    except TypeError as error:
        print(error)
