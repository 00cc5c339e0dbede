"""Processes with the interface of threads. The start method is fork: a child begins as a copy of its parent."""
from _conch import (_set_thread, _traceback_text, cpu_count as _cpu_count, flush, getpid, getppid, join,
                    kill, os_call, process_end, start_process, sync_get, sync_new, task_alive, task_exit,
                    task_pid, task_self, write)
from _end import _finish, _last, at_join
from threading import _after_fork, current_thread   # for the child, which should not have to compile it

__all__ = ['Array', 'AuthenticationError', 'Barrier', 'BoundedSemaphore', 'BufferTooShort', 'Condition', 'Event',
           'JoinableQueue', 'Lock', 'Manager', 'Pipe', 'Pool', 'Process', 'ProcessError', 'Queue', 'RLock',
           'RawArray', 'RawValue', 'Semaphore', 'SimpleQueue', 'TimeoutError', 'Value', 'active_children',
           'allow_connection_pickling', 'cpu_count', 'current_process', 'freeze_support',
           'get_all_start_methods', 'get_context', 'get_logger', 'get_start_method', 'log_to_stderr',
           'parent_process', 'set_executable', 'set_forkserver_preload', 'set_start_method']


class ProcessError(Exception):
    __module__ = 'multiprocessing.context'


class BufferTooShort(ProcessError):
    __module__ = 'multiprocessing.context'


class TimeoutError(ProcessError):
    __module__ = 'multiprocessing.context'


class AuthenticationError(ProcessError):
    __module__ = 'multiprocessing.context'


_counter = 0
_children = {}
_forked = []        # called in a new process: what it must not inherit
_closers = []       # called first at its end


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
        self._sentinel = None

    def _check_closed(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        if self._args is None:      # it was started, and this is the parent
            raise AttributeError("'%s' object has no attribute '_target'" % type(self).__name__)
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        self._check_closed()
        assert self._task is None, 'cannot start a process twice'
        assert self._parent_pid == getpid(), 'can only start a process object created by current process'
        assert not _current._daemonic, 'daemonic processes are not allowed to have children'
        if _children:
            _cleanup_at_start()
        thread = current_thread()
        task = start_process(self, self._name, self._daemonic, self._as_thread)
        if task == 0:
            process_end(self._bootstrap(thread))
        self._task = task
        self._pid = task_pid(task)
        _children[self] = True
        if not self._is_thread():       # what it was started with need not live on
            self._target = self._args = self._kwargs = None

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

    def _bootstrap(self, thread):
        """The child's life: returns its exit code. The thread that forked is its main thread."""
        global _current, _parent, _counter, _children
        self._task = task_self()
        self._pid = getpid()
        _parent = None
        _current = self
        _counter = 0
        _children = {}
        _last.clear()
        _closers.clear()
        for function in _forked:
            function()
        _set_thread(thread)
        _after_fork(thread)
        code = 0
        try:
            self.run()
            _finish()
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
        self._signal(15, 'terminate')

    def kill(self):
        self._check_closed()
        self._signal(9, 'kill')

    def _signal(self, number, name):
        if self._pid is None:
            raise AttributeError("'NoneType' object has no attribute %r" % name)
        if self.exitcode is not None:
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
        if join(self._task, timeout) and self.exitcode is not None:
            _children.pop(self, None)

    def is_alive(self):
        self._check_closed()
        if self is _current:
            return True
        assert self._parent_pid == getpid(), 'can only test a child process'
        if self._task is None:
            return False
        if task_alive(self._task):
            return True
        _children.pop(self, None)
        return False

    def close(self):
        if self._task is not None and not self._closed:
            if self.is_alive():
                raise ValueError("Cannot close a process while it is still running. "
                                 "You should first call join() or terminate().")
        if self._sentinel is not None:
            os_call('close', self._sentinel)
            self._sentinel = None
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
        if self._sentinel is None:
            self._sentinel = os_call('child_fd', self._pid)
        return self._sentinel

    def __reduce__(self):
        raise TypeError("Pickling an AuthenticationString object is disallowed for security reasons")

    def __repr__(self):
        if self._closed:
            return '<%s name=%r parent=%s closed>' % (type(self).__name__, self._name, self._parent_pid)
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
    global _parent
    if _parent is None and _current._parent_pid is not None:    # most children never ask
        _parent = _ParentProcess(_current._parent_name, _current._parent_pid)
    return _parent


_FEW = 16
_many = 2 * _FEW        # so many children, and they are looked through at a start


def _cleanup_at_start():
    """The kernel is asked about each child: with many of them not at every start, but when they have doubled."""
    global _many
    count = len(_children)
    if count < _FEW:
        _cleanup()
    elif count >= _many:
        _cleanup()
        _many = max(2 * len(_children), 2 * _FEW)


def _cleanup():
    for process in list(_children):
        if process.exitcode is not None:
            _children.pop(process, None)


def active_children():
    _cleanup()
    return list(_children)


def cpu_count():
    return _cpu_count()


def freeze_support():
    pass


_method = None


def get_start_method(allow_none=False):
    global _method
    if _method is None and not allow_none:
        _method = 'fork'
    return _method


def get_all_start_methods():
    return ['fork']


def _check_method(method):
    if method in ('spawn', 'forkserver'):
        raise ValueError("conch starts processes by fork; %r is not part of conch's Python" % method)
    if method != 'fork':
        raise ValueError("cannot find context for %r" % method)


def set_start_method(method, force=False):
    global _method
    if _method is not None and not force:
        raise RuntimeError("context has already been set")
    if method is not None:
        _check_method(method)
    _method = method


class _Context:
    """What get_context() gives: this module's names as attributes."""

    def __getattr__(self, name):
        import multiprocessing
        return getattr(multiprocessing, name)

    def get_start_method(self, allow_none=False):
        return 'fork'

    def set_start_method(self, method=None, force=False):
        raise ValueError("cannot set start method of concrete context")

    def get_context(self, method=None):
        return get_context(method)


def get_context(method=None):
    if method is not None:
        _check_method(method)
    return _Context()


def allow_connection_pickling():
    pass


def set_executable(path):
    pass


def set_forkserver_preload(names):
    pass


def get_logger():
    import logging
    return logging.getLogger('multiprocessing')


def log_to_stderr(level=None):
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter('[%(levelname)s/%(processName)s] %(message)s'))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    return logger


def _finish_children():
    """The end of a process: pools and managers are ended, daemons are terminated, the others are waited for."""
    for function in list(_closers):
        function()
    for process in active_children():
        if process.daemon:
            process.terminate()
    for process in active_children():
        if join(process._task, None, True) and process.exitcode is not None:
            _children.pop(process, None)


at_join(_finish_children)


# ---- objects that all processes see ----

def Lock():
    return sync_new('lock', 0, 0, True, None)


def RLock():
    return sync_new('rlock', 0, 0, True, None)


def _lock_repr(lock):
    reentrant = type(lock).__name__ == 'RLock'
    owner, depth = sync_get(lock, 0), sync_get(lock, 1)
    if owner == 0:
        name, depth = 'None', 0
    elif owner == task_self():
        name = _current.name
        if current_thread().name != 'MainThread':
            name += '|' + current_thread().name
    else:
        name = 'SomeOtherThread' if task_pid(owner) == getpid() else 'SomeOtherProcess'
        depth = 'nonzero'
    return '<RLock(%s, %s)>' % (name, depth) if reentrant else '<Lock(owner=%s)>' % name


def Semaphore(value=1):
    from multiprocessing import synchronize
    return synchronize.Semaphore(value)


def BoundedSemaphore(value=1):
    from multiprocessing import synchronize
    return synchronize.BoundedSemaphore(value)


def Event():
    from multiprocessing import synchronize
    return synchronize.Event()


def Condition(lock=None):
    from multiprocessing import synchronize
    return synchronize.Condition(lock)


def Barrier(parties, action=None, timeout=None):
    from multiprocessing import synchronize
    return synchronize.Barrier(parties, action, timeout)


def Queue(maxsize=0):
    from multiprocessing import queues
    return queues.Queue(maxsize)


def JoinableQueue(maxsize=0):
    from multiprocessing import queues
    return queues.JoinableQueue(maxsize)


def SimpleQueue():
    from multiprocessing import queues
    return queues.SimpleQueue()


def Pipe(duplex=True):
    from multiprocessing import connection
    return connection.Pipe(duplex)


def Value(typecode_or_type, *args, lock=True):
    from multiprocessing import sharedctypes
    return sharedctypes.Value(typecode_or_type, *args, lock=lock)


def Array(typecode_or_type, size_or_initializer, *, lock=True):
    from multiprocessing import sharedctypes
    return sharedctypes.Array(typecode_or_type, size_or_initializer, lock=lock)


def RawValue(typecode_or_type, *args):
    from multiprocessing import sharedctypes
    return sharedctypes.RawValue(typecode_or_type, *args)


def RawArray(typecode_or_type, size_or_initializer):
    from multiprocessing import sharedctypes
    return sharedctypes.RawArray(typecode_or_type, size_or_initializer)


def Pool(processes=None, initializer=None, initargs=(), maxtasksperchild=None):
    from multiprocessing import pool
    return pool.Pool(processes, initializer, initargs, maxtasksperchild)


def Manager():
    from multiprocessing import managers
    manager = managers.SyncManager()
    manager.start()
    return manager
