"""Signals: what the system tells a process. Handlers run in the main thread."""
from _conch import _hook, alarm as _alarm, getpid as _getpid, kill as _kill, os_call as _os_call, pause as _pause, set_signal
from enum import IntEnum
from sys import _getframe     # here, because a second signal may come while the first one is delivered

_DEFAULT, _IGNORE, _PYTHON, _INTERRUPT = 0, 1, 2, 3


class Signals(IntEnum):
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGILL = 4
    SIGTRAP = 5
    SIGABRT = 6
    SIGBUS = 7
    SIGFPE = 8
    SIGKILL = 9
    SIGUSR1 = 10
    SIGSEGV = 11
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGSTKFLT = 16
    SIGCHLD = 17
    SIGCONT = 18
    SIGSTOP = 19
    SIGTSTP = 20
    SIGTTIN = 21
    SIGTTOU = 22
    SIGURG = 23
    SIGXCPU = 24
    SIGXFSZ = 25
    SIGVTALRM = 26
    SIGPROF = 27
    SIGWINCH = 28
    SIGIO = 29
    SIGPWR = 30
    SIGSYS = 31
    SIGRTMIN = 34
    SIGRTMAX = 64


def _named(number):
    try:
        return Signals(number)
    except ValueError:
        return number


class Handlers(IntEnum):
    SIG_DFL = 0
    SIG_IGN = 1


class Sigmasks(IntEnum):
    SIG_BLOCK = 0
    SIG_UNBLOCK = 1
    SIG_SETMASK = 2


SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP = Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGILL, Signals.SIGTRAP
SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1 = Signals.SIGABRT, Signals.SIGBUS, Signals.SIGFPE, Signals.SIGKILL, Signals.SIGUSR1
SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM = Signals.SIGSEGV, Signals.SIGUSR2, Signals.SIGPIPE, Signals.SIGALRM, Signals.SIGTERM
SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP = Signals.SIGSTKFLT, Signals.SIGCHLD, Signals.SIGCONT, Signals.SIGSTOP, Signals.SIGTSTP
SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ = Signals.SIGTTIN, Signals.SIGTTOU, Signals.SIGURG, Signals.SIGXCPU, Signals.SIGXFSZ
SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR = Signals.SIGVTALRM, Signals.SIGPROF, Signals.SIGWINCH, Signals.SIGIO, Signals.SIGPWR
SIGSYS, SIGRTMIN, SIGRTMAX = Signals.SIGSYS, Signals.SIGRTMIN, Signals.SIGRTMAX
SIGCLD, SIGPOLL = SIGCHLD, SIGIO
SIG_DFL, SIG_IGN = Handlers.SIG_DFL, Handlers.SIG_IGN
SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = Sigmasks.SIG_BLOCK, Sigmasks.SIG_UNBLOCK, Sigmasks.SIG_SETMASK
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2
NSIG = 65


class ItimerError(OSError):
    __module__ = "signal"


ItimerError.__name__ = ItimerError.__qualname__ = "itimer_error"


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


_handlers = {SIGINT: default_int_handler, SIGPIPE: SIG_IGN, SIGXFSZ: SIG_IGN}


def _number(signalnum):
    if not hasattr(signalnum, "__index__"):
        raise TypeError(f"'{type(signalnum).__name__}' object cannot be interpreted as an integer")
    return int(signalnum)


def _checked(signalnum):
    number = _number(signalnum)
    if not 1 <= number < NSIG:
        raise ValueError("signal number out of range")
    return number


def signal(signalnum, handler, /):
    if callable(handler):
        how = _INTERRUPT if handler is default_int_handler and signalnum == SIGINT else _PYTHON
    elif handler == SIG_DFL and isinstance(handler, int):
        how, handler = _DEFAULT, SIG_DFL
    elif handler == SIG_IGN and isinstance(handler, int):
        how, handler = _IGNORE, SIG_IGN
    else:
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    number = _number(signalnum)
    before = _handlers.get(number, SIG_DFL)
    if how == _PYTHON:
        _handlers[number] = handler     # before the first one can come
    try:
        set_signal(number, how)
    except BaseException:
        _handlers[number] = before
        raise
    _handlers[number] = handler
    return before


def getsignal(signalnum, /):
    return _handlers.get(_checked(signalnum), SIG_DFL)


def _deliver(*request):
    """Runs the handlers of what has come; `request` is what the main thread goes on with."""
    pending = _os_call("signals")
    number = 1
    while pending:
        if pending & 1:
            handler = _handlers.get(number)
            if callable(handler):
                handler(number, _getframe())
        pending >>= 1
        number += 1


_hook(2, _deliver)


def alarm(seconds, /):
    left = _alarm(_number(seconds))[0]
    return int(left) + (left > int(left))


def _timer(which):
    if which != ITIMER_REAL:
        raise NotImplementedError("only signal.ITIMER_REAL is part of conch's Python")


def setitimer(which, seconds, interval=0.0, /):
    _timer(which)
    if not isinstance(seconds, (int, float)) or not isinstance(interval, (int, float)):
        raise TypeError("must be real number, not " + type(seconds).__name__)
    if seconds < 0 or interval < 0:
        raise ItimerError(22, "Invalid argument")
    return _alarm(seconds, interval)


def getitimer(which, /):
    _timer(which)
    return _alarm(None)


def pause():
    _pause()


def raise_signal(signalnum, /):
    _kill(_getpid(), _number(signalnum))


def pthread_kill(thread_id, signalnum, /):
    from threading import main_thread
    if thread_id != main_thread().ident:
        raise NotImplementedError("only the main thread takes signals in conch's Python")
    _kill(_getpid(), _number(signalnum))


def strsignal(signalnum, /):
    return _os_call("strsignal", _checked(signalnum))


def valid_signals():
    return {_named(n) for n in range(1, NSIG) if n not in (32, 33)}


def _mask(numbers):
    mask = 0
    for n in numbers:
        mask |= 1 << (_checked(n) - 1)
    return mask


def _set(mask):
    return {_named(n) for n in range(1, NSIG) if mask >> (n - 1) & 1}


def pthread_sigmask(how, mask, /):
    return _set(_os_call("sigmask", int(how), _mask(mask)) & (1 << 64) - 1)


def sigpending():
    return _set(_os_call("sigpending") & (1 << 64) - 1)


def siginterrupt(signalnum, flag, /):
    _checked(signalnum)


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    raise NotImplementedError("signal.set_wakeup_fd() is not part of conch's Python")


def sigwait(sigset, /):
    raise NotImplementedError("signal.sigwait() is not part of conch's Python: use a handler and signal.pause()")
