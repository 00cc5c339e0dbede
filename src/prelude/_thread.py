"""The plain way to threads: a function, and locks."""
from _conch import _traceback_text, gettid, start_thread, sync_new, task_self, write

error = RuntimeError
LockType = type(sync_new('lock', 0, 0, False, None))
TIMEOUT_MAX = 9223372036.0


def allocate_lock():
    return sync_new('lock', 0, 0, False, None)


allocate = allocate_lock


def get_ident():
    return task_self()


def get_native_id():
    return gettid()


def exit():
    raise SystemExit


def RLock():
    return sync_new('rlock', 0, 0, False, None)


def stack_size(size=0, /):
    import threading
    return threading.stack_size(size)


def interrupt_main(signum=2, /):
    """What a Ctrl-C does, or another signal."""
    import os
    os.kill(os.getpid(), signum)


exit_thread = exit


def start_new_thread(function, args, kwargs=None, /):
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    if kwargs is not None and not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")

    def body():
        try:
            function(*args, **(kwargs or {}))
        except SystemExit:
            pass
        except BaseException as exc:
            write(2, "Exception ignored in thread started by: %r\n%s" % (function, _traceback_text(exc, str(exc))))

    return start_thread(body, "thread", True, body)


start_new = start_new_thread
