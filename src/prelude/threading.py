"""Threads, and the objects with which they wait for each other.

What only the kernel and the engine can do comes from _conch: starting a thread, joining it, and one
operation of a synchronisation object. Everything else is Python that you may read and step into.
"""
from _conch import (_next_number, _set_main_thread, _set_thread, _this_thread, _traceback_text, clock, flush, gettid,
                    join, start_thread, process_end, sync, sync_get, sync_new, task_alive, task_name, task_self,
                    task_tid, thread_table, write)
import _end

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread',
           'TIMEOUT_MAX', 'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier',
           'BrokenBarrierError', 'Timer', 'ThreadError', 'setprofile', 'settrace', 'local', 'stack_size',
           'excepthook', 'ExceptHookArgs', 'gettrace', 'getprofile', 'get_native_id']

TIMEOUT_MAX = 9223372036.0
ThreadError = RuntimeError


def Lock():
    return sync_new('lock', 0, 0, False, None)


def RLock():
    return sync_new('rlock', 0, 0, False, None)


# One operation of a dict is one step, so these need no lock. A thread is in the table from its start() to its end.
_active = {}            # id: Thread; (Thread,) until it has begun
_unstarted = {}         # ident: Thread, of tasks that start() has not begun


def _newname(template):
    return template % _next_number()


class Thread:
    _daemonic = False
    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, "group argument must be None for now"
        if kwargs is None:
            kwargs = {}
        if name:
            name = str(name)
        else:
            name = _newname("Thread-%d")
            if target is not None:
                try:
                    name += " (%s)" % target.__name__
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = kwargs
        if daemon is not None:
            self._daemonic = daemon
        else:
            self._daemonic = current_thread().daemon
        self._ident = None
        self._native_id = None
        self._task = None
        self._started = False
        self._is_stopped = False
        self._initialized = True

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if self._started:
            status = "started" if self.is_alive() else "stopped"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += " %s" % self._ident
        return "<%s(%s, %s)>" % (self.__class__.__name__, self._name, status)

    def start(self):
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._started or id(self) in _active:
            raise RuntimeError("threads can only be started once")
        _active[id(self)] = (self,)
        try:
            task = start_thread(self, self._name, self._daemonic, self._bootstrap)
        except RuntimeError:
            del _active[id(self)]
            raise
        if task == 0:           # the learner made a process of it: this is the child
            self._bootstrap()
            flush(1)
            process_end(0)
        self._task = task
        if self._ident is None:
            self._ident = task
        self._started = True

    def run(self):
        if self._args is None:      # it has run
            raise AttributeError("'%s' object has no attribute '_target'" % type(self).__name__)
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:                    # what it was started with need not live on
            self._target = self._args = self._kwargs = None

    def _bootstrap(self):
        self._task = self._ident = task_self()
        self._native_id = gettid()
        self._started = True
        _set_thread(self)
        _active[id(self)] = self
        try:
            self.run()
        except BaseException as exc:    # the hook says nothing of SystemExit
            excepthook(ExceptHookArgs((type(exc), exc, exc.__traceback__, self)))
        finally:
            thread_table(True)
            _active.pop(id(self), None)

    def _has_started(self):
        if self._started:
            return True
        task_alive(0)       # somebody may be about to start it: an explorer sees here that the moment counts
        return self._started

    def join(self, timeout=None):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._has_started():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is not None and timeout < 0:
            timeout = 0
        if self._task is None:
            return
        join(self._task, timeout)

    @property
    def name(self):
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def ident(self):
        return self._ident

    @property
    def native_id(self):
        if self._native_id is None and self._task is not None:
            self._native_id = task_tid(self._task)
        return self._native_id

    def is_alive(self):
        assert self._initialized, "Thread.__init__() not called"
        if self._is_stopped or not self._has_started():
            return False
        return self._task is None or task_alive(self._task)

    @property
    def daemon(self):
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if self._started:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        _deprecated('isDaemon() is deprecated, get the daemon attribute instead')
        return self.daemon

    def setDaemon(self, daemonic):
        _deprecated('setDaemon() is deprecated, set the daemon attribute instead')
        self.daemon = daemonic

    def getName(self):
        _deprecated('getName() is deprecated, get the name attribute instead')
        return self.name

    def setName(self, name):
        _deprecated('setName() is deprecated, set the name attribute instead')
        self.name = name


def _deprecated(text):
    from warnings import warn
    warn(text, DeprecationWarning)


class ExceptHookArgs(tuple):
    @property
    def exc_type(self):
        return self[0]

    @property
    def exc_value(self):
        return self[1]

    @property
    def exc_traceback(self):
        return self[2]

    @property
    def thread(self):
        return self[3]


def excepthook(args, /):
    if args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread is not None else str(get_ident())
    write(2, "Exception in thread " + name + ":\n" + _traceback_text(args.exc_value, str(args.exc_value)))


__excepthook__ = excepthook


class _MainThread(Thread):
    def __init__(self):
        self._initialized = True
        self._daemonic = False
        self._name = "MainThread"
        self._target = None
        self._args = ()
        self._kwargs = {}
        self._started = True
        self._is_stopped = False
        self._task = self._ident = task_self()
        self._native_id = gettid()
        _active[id(self)] = _unstarted[self._ident] = self


class _DummyThread(Thread):
    """A task that was not started by this module: _thread.start_new_thread, a forked process."""

    def __init__(self):
        self._initialized = True
        self._daemonic = True
        self._name = _newname("Dummy-%d")
        self._target = None
        self._args = ()
        self._kwargs = {}
        self._started = True
        self._is_stopped = False
        self._task = self._ident = task_self()
        self._native_id = gettid()
        _active[id(self)] = _unstarted[self._ident] = self

    def join(self, timeout=None):
        assert False, "cannot join a dummy thread"


def current_thread():
    thread = _this_thread()
    if thread is None or not isinstance(thread, Thread):
        thread = _unstarted.get(task_self())
        if thread is None:
            thread = _DummyThread()
    return thread


def currentThread():
    _deprecated('currentThread() is deprecated, use current_thread() instead')
    return current_thread()


def get_ident():
    return task_self()


def get_native_id():
    return gettid()


def _threads():
    return [t[0] if type(t) is tuple else t for t in list(_active.values())]


def enumerate():
    thread_table(False)
    return _threads()


def active_count():
    thread_table(False)
    return len(_active)


def activeCount():
    _deprecated('activeCount() is deprecated, use active_count() instead')
    return active_count()


def main_thread():
    return _main_thread


_stack_size = 0


def stack_size(size=0):
    """The size that was set; conch gives each thread what it needs."""
    global _stack_size
    if size < 0:
        raise ValueError("size must be 0 or a positive value")
    if 0 < size < 32768:
        raise ValueError("size not valid: %d bytes" % size)
    before, _stack_size = _stack_size, size
    return before


def setprofile(function):
    pass


def settrace(function):
    pass


def getprofile():
    return None


def gettrace():
    return None


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._sync = sync_new('semaphore', value, None, False, None)

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        return sync(self._sync, 'SEM_ACQUIRE', 1, bool(blocking), timeout)

    def __enter__(self):
        return sync(self._sync, 'SEM_ACQUIRE', 1, True, None)

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        sync(self._sync, 'SEM_RELEASE', n, True, None)

    def __exit__(self, t, v, tb):
        self.release()

    @property
    def _value(self):
        return sync_get(self._sync, 2)

    def __repr__(self):
        return "<%s.%s at %#x: value=%s>" % (self.__class__.__module__, self.__class__.__qualname__, id(self), self._value)


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._initial_value = value
        self._sync = sync_new('semaphore', value, value, False, None)

    def __repr__(self):
        return "%s/%d>" % (Semaphore.__repr__(self)[:-1], self._initial_value)


class Event:
    def __init__(self):
        self._sync = sync_new('event', 0, 0, False, None)

    def is_set(self):
        return sync_get(self._sync, 2) != 0

    def isSet(self):
        _deprecated('isSet() is deprecated, use is_set() instead')
        return self.is_set()

    def set(self):
        sync(self._sync, 'EVENT_SET', 0, True, None)

    def clear(self):
        sync(self._sync, 'EVENT_CLEAR', 0, True, None)

    def wait(self, timeout=None):
        return sync(self._sync, 'EVENT_WAIT', 0, True, timeout)

    def __repr__(self):
        return "<%s.%s at %#x: %s>" % (self.__class__.__module__, self.__class__.__qualname__, id(self),
                                       'set' if self.is_set() else 'unset')


class Condition:
    def __init__(self, lock=None):
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        self._sync = sync_new('condition', 0, 0, False, lock)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        return sync(self._sync, 'COND_WAIT', 0, True, timeout)

    def wait_for(self, predicate, timeout=None):
        end = None
        waittime = timeout
        result = predicate()
        while not result:
            if waittime is not None:
                if end is None:
                    end = clock(1) + waittime
                else:
                    waittime = end - clock(1)
                    if waittime <= 0:
                        break
            self.wait(waittime)
            result = predicate()
        return result

    def notify(self, n=1):
        sync(self._sync, 'COND_NOTIFY', n, True, None)

    def notify_all(self):
        sync(self._sync, 'COND_NOTIFY', 2147483647, True, None)

    def notifyAll(self):
        _deprecated('notifyAll() is deprecated, use notify_all() instead')
        self.notify_all()


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._sync = sync_new('barrier', 0, parties, False, None)

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        try:
            index = sync(self._sync, 'BARRIER_WAIT', 1 if self._action else 0, True, timeout)
        except RuntimeError:
            raise BrokenBarrierError from None
        if self._action and index == self._parties - 1:
            try:
                self._action()
            except BaseException:
                sync(self._sync, 'BARRIER_ABORT', 0, True, None)
                raise
            sync(self._sync, 'BARRIER_OPEN', 0, True, None)
        return index

    def __repr__(self):
        state = 'broken' if self.broken else 'waiters=%d/%d' % (self.n_waiting, self.parties)
        return "<%s.%s at %#x: %s>" % (self.__class__.__module__, self.__class__.__qualname__, id(self), state)

    def reset(self):
        sync(self._sync, 'BARRIER_RESET', 0, True, None)

    def abort(self):
        sync(self._sync, 'BARRIER_ABORT', 0, True, None)

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return sync_get(self._sync, 2)

    @property
    def broken(self):
        return sync_get(self._sync, 4)


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def _pass_time(self):
        """A sleep that cancel() ends early: it passes whatever the others do, and an explorer knows it by this name."""
        self.finished.wait(self.interval)

    def run(self):
        self._pass_time()
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class local:
    """Attributes that each thread has for itself. A subclass's __init__ runs in each thread that uses it."""

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        object.__setattr__(self, '_of_threads', ({task_self(): {}}, args, kwargs))
        return self

    def _mine(self):
        of_threads, args, kwargs = self._of_threads
        mine = of_threads.get(task_self())
        if mine is None:
            mine = of_threads[task_self()] = {}
            if type(self).__init__ is not object.__init__:
                self.__init__(*args, **kwargs)
        return mine

    __dict__ = property(_mine)

    def __getattr__(self, name):
        try:
            return self._mine()[name]
        except KeyError:
            raise AttributeError("'%s' object has no attribute '%s'" % (_local_name(self), name)) from None

    def __setattr__(self, name, value):
        self._mine()[name] = value

    def __delattr__(self, name):
        try:
            del self._mine()[name]
        except KeyError:
            raise AttributeError("'%s' object has no attribute '%s'" % (_local_name(self), name)) from None


def _local_name(obj):
    return '_thread._local' if type(obj) is local else type(obj).__name__


def _join_all():
    """The end of a process: main waits for all threads that are no daemons."""
    while True:
        rest = [t for t in _threads() if t is not current_thread() and not t.daemon and t.is_alive()]
        if not rest:
            return
        for thread in rest:
            if thread._task is not None:
                join(thread._task, None, True)


_main_thread = _MainThread()
_set_thread(_main_thread)
_set_main_thread(_main_thread)
_end.at_join(_join_all)


def _after_fork(thread=None):
    """In the child of a fork only the thread that forked (the current one) lives on; it is the main thread now."""
    global _main_thread, _active, _unstarted
    me = thread or current_thread()
    if len(_active) > 1:
        for other in _threads():
            if other is not me:     # it runs on in the parent only
                other._is_stopped = True
                other._task = None
    me._task = me._ident = task_self()
    me._native_id = gettid()
    _active = {id(me): me}
    _unstarted = {me._ident: me}
    _main_thread = me
