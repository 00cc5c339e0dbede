"""The operating system: processes. Files come from _files when they are first asked for."""
import _end
from _conch import (cpu_count, flush, fork as _fork, getpid, getppid, kill, process_end, sched_yield, waitpid)

name = 'posix'
sep = '/'
linesep = '\n'
curdir = '.'
pardir = '..'
pathsep = ':'
devnull = '/dev/null'
error = OSError
WNOHANG = 1
WUNTRACED = 2
EX_OK = 0


def fork():
    pid = _fork()
    if pid == 0:
        import threading
        threading._after_fork()
    return pid


def wait():
    return waitpid(-1, 0)


def _exit(status):
    process_end(status)


def abort():
    kill(getpid(), 6)


def WIFEXITED(status):
    return (status & 0x7f) == 0


def WEXITSTATUS(status):
    return (status >> 8) & 0xff


def WIFSIGNALED(status):
    return (status & 0x7f) not in (0, 0x7f)


def WTERMSIG(status):
    return status & 0x7f


def WIFSTOPPED(status):
    return (status & 0xff) == 0x7f


def waitstatus_to_exitcode(status):
    if WIFEXITED(status):
        return WEXITSTATUS(status)
    if WIFSIGNALED(status):
        return -WTERMSIG(status)
    raise ValueError("invalid wait status: %d" % status)
