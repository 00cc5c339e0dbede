"""Processes with the interface of threads. The start method is fork: a child begins as a copy of its parent."""
from _conch import (_set_thread, _traceback_text, cpu_count as _cpu_count, flush, getpid, getppid, join,
                    kill, process_end, start_process, sync, sync_get, sync_new, task_alive, task_exit,
                    task_pid, task_self, write)
import _end

__all__ = ['Process', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Event', 'Condition', 'Barrier',
           'ProcessError', 'TimeoutError', 'AuthenticationError', 'active_children', 'cpu_count',
           'current_process', 'freeze_support', 'get_context', 'get_start_method', 'parent_process',
           'set_start_method']


class ProcessError(Exception):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


_counter = 0
_children = []


class Process:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        global _counter
        assert group is None, 'group argument must be None for now'
        _counter += 1
        self._identity = _current._identity + (_counter,)
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or type(self).__name__ + '-' + ':'.join(str(i) for i in self._identity)
        self._parent_pid = getpid()
        self._parent_name = _current.name
        self._daemonic = _current._daemonic if daemon is None else daemon
        self._task = None
        self._pid = None
        self._code = None
        self._closed = False

    def _check_closed(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        self._check_closed()
        assert self._task is None, 'cannot start a process twice'
        assert self._parent_pid == getpid(), 'can only start a process object created by current process'
        assert not _current._daemonic, 'daemonic processes are not allowed to have children'
        import threading  # now, so that no child has to compile it
        _cleanup()
        task = start_process(self, self._name, self._daemonic, self._as_thread)
        if task == 0:
            process_end(self._bootstrap())
        self._task = task
        self._pid = task_pid(task)
        _children.append(self)
        if not self._is_thread():
            del self._target, self._args, self._kwargs

    def _is_thread(self):
        """The learner has switched its kind: it shares this process."""
        return self._pid == self._parent_pid

    def _as_thread(self):
        """The learner made a thread of this process: the same body, without a process of its own."""
        try:
            self.run()
        except SystemExit:
            pass
        except BaseException as exc:
            write(2, "Process %s:\n%s" % (self._name, _traceback_text(exc, str(exc))))

    def _bootstrap(self):
        """The child's life: returns its exit code."""
        global _current, _parent, _counter, _children
        self._task = task_self()
        self._pid = getpid()
        _parent = _ParentProcess(_current.name, self._parent_pid)
        _current = self
        _counter = 0
        _children = []
        _end._joins.clear()
        _end._last.clear()
        _end.at_join(_finish_children)
        import threading
        threading._main_thread = threading._MainThread()
        _set_thread(threading._main_thread)
        threading._active.clear()
        threading._active[threading._main_thread.ident] = threading._main_thread
        threading._limbo.clear()
        _end.at_join(threading._join_all)
        code = 0
        try:
            self.run()
            _end._finish()
        except SystemExit as exc:
            code = exc.code
            if code is None:
                code = 0
            elif isinstance(code, int):
                pass
            else:
                write(2, str(code) + '\n')
                code = 1
        except BaseException as exc:
            code = 1
            write(2, "Process %s:\n%s" % (self._name, _traceback_text(exc, str(exc))))
        flush(1)
        return code

    def terminate(self):
        self._check_closed()
        self._signal(15)

    def kill(self):
        self._check_closed()
        self._signal(9)

    def _signal(self, number):
        if self._pid is None or self.exitcode is not None:
            return
        if self._is_thread():
            write(2, "%s is carried by a thread now: a thread cannot be ended from outside\n" % self._name)
        else:
            try:
                kill(self._pid, number)
            except ProcessLookupError:
                pass

    def join(self, timeout=None):
        self._check_closed()
        assert self._parent_pid == getpid(), 'can only join a child process'
        assert self._task is not None, 'can only join a started process'
        if join(self._task, timeout) and self.exitcode is not None and self in _children:
            _children.remove(self)

    def is_alive(self):
        self._check_closed()
        if self is _current:
            return True
        assert self._parent_pid == getpid(), 'can only test a child process'
        if self._task is None:
            return False
        if task_alive(self._task):
            return True
        if self in _children:
            _children.remove(self)
        return False

    def close(self):
        if self._task is not None and not self._closed:
            if self.is_alive():
                raise ValueError("Cannot close a process while it is still running. "
                                 "You should first call join() or terminate().")
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        assert self._task is None, 'process has already started'
        self._daemonic = daemonic

    @property
    def exitcode(self):
        self._check_closed()
        if self._task is None or self is _current:
            return None
        if self._code is None:
            self._code = task_exit(self._task)
        return self._code

    @property
    def pid(self):
        self._check_closed()
        return getpid() if self is _current else self._pid

    ident = pid

    @property
    def sentinel(self):
        self._check_closed()
        if self._task is None:
            raise ValueError("process not started")
        return self._task

    def __repr__(self):
        if self._closed:
            return '<%s name=%r closed>' % (type(self).__name__, self._name)
        info = [type(self).__name__, 'name=%r' % self._name]
        if self._task is not None:
            info.append('pid=%s' % self.pid)
        if self._parent_pid != getpid() or self is not _current:
            info.append('parent=%s' % self._parent_pid)
        if self is _current:
            status = 'started'
        elif self._task is None:
            status = 'initial'
        elif self.exitcode is None:
            status = 'started'
        else:
            status = 'stopped'
        info.append(status)
        if status == 'stopped':
            code = self.exitcode
            if code < 0:
                code = {15: '-SIGTERM', 9: '-SIGKILL', 2: '-SIGINT', 11: '-SIGSEGV', 6: '-SIGABRT'}.get(-code, code)
            info.append('exitcode=%s' % code)
        if self._daemonic:
            info.append('daemon')
        return '<%s>' % ' '.join(info)


BaseProcess = Process


class _MainProcess(Process):
    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = None
        self._daemonic = False
        self._task = None
        self._pid = getpid()
        self._code = None
        self._closed = False

    def close(self):
        pass


class _ParentProcess:
    def __init__(self, name, pid):
        self._name = name
        self._pid = pid

    @property
    def name(self):
        return self._name

    @property
    def pid(self):
        return self._pid

    ident = pid

    def is_alive(self):
        return getppid() == self._pid


_current = _MainProcess()
_parent = None


def current_process():
    return _current


def parent_process():
    return _parent


def _cleanup():
    for process in list(_children):
        if process.exitcode is not None and process in _children:
            _children.remove(process)


def active_children():
    _cleanup()
    return list(_children)


def cpu_count():
    return _cpu_count()


def freeze_support():
    pass


def get_start_method(allow_none=False):
    return 'fork'


def get_all_start_methods():
    return ['fork']


def set_start_method(method, force=False):
    if method not in ('fork', None):
        raise ValueError("conch starts processes by fork; %r is not part of conch's Python" % method)


class _Context:
    """What get_context() gives: this module's names as attributes."""

    def __getattr__(self, name):
        import multiprocessing
        return getattr(multiprocessing, name)


def get_context(method=None):
    set_start_method(method)
    return _Context()


def _finish_children():
    """The end of a process: daemons are terminated, the others are waited for."""
    for process in active_children():
        if process.daemon:
            process.terminate()
    for process in active_children():
        if join(process._task, None, True) and process.exitcode is not None and process in _children:
            _children.remove(process)


_end.at_join(_finish_children)


# ---- objects that all processes see ----

def Lock():
    return sync_new('lock', 0, 0, True, None)


def RLock():
    return sync_new('rlock', 0, 0, True, None)


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._sync = sync_new('semaphore', value, None, True, None)

    def acquire(self, block=True, timeout=None):
        return sync(self._sync, 'SEM_ACQUIRE', 1, bool(block), timeout)

    def release(self):
        sync(self._sync, 'SEM_RELEASE', 1, True, None)

    def get_value(self):
        return sync_get(self._sync, 2)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        self._sync = sync_new('semaphore', value, value, True, None)


class Event:
    def __init__(self):
        self._sync = sync_new('event', 0, 0, True, None)

    def is_set(self):
        return sync_get(self._sync, 2) != 0

    def set(self):
        sync(self._sync, 'EVENT_SET', 0, True, None)

    def clear(self):
        sync(self._sync, 'EVENT_CLEAR', 0, True, None)

    def wait(self, timeout=None):
        return sync(self._sync, 'EVENT_WAIT', 0, True, timeout)


class Condition:
    def __init__(self, lock=None):
        self._lock = lock or RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._sync = sync_new('condition', 0, 0, True, self._lock)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        return sync(self._sync, 'COND_WAIT', 0, True, timeout)

    def wait_for(self, predicate, timeout=None):
        from _conch import clock
        result = predicate()
        end = None if timeout is None else clock(1) + timeout
        while not result:
            rest = None if end is None else end - clock(1)
            if rest is not None and rest <= 0:
                break
            self.wait(rest)
            result = predicate()
        return result

    def notify(self, n=1):
        sync(self._sync, 'COND_NOTIFY', n, True, None)

    def notify_all(self):
        sync(self._sync, 'COND_NOTIFY', 2147483647, True, None)


def Barrier(parties, action=None, timeout=None):
    import threading
    barrier = threading.Barrier(parties, action, timeout)
    barrier._sync = sync_new('barrier', 0, parties, True, None)
    return barrier
