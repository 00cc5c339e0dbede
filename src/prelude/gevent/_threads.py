"""What threading and queue use when they are patched: synchronisation objects and threads made of greenlets.

The names and the arguments are those of the native functions that they stand for. A thread's ident
is a number of its greenlet.
"""
from _conch import _next_number, _traceback_text, clock, deque, task_self as native_self
from gevent.greenlet import Greenlet
from gevent.hub import Waiter, get_hub, getcurrent, sleep
from gevent.local import local
from gevent.timeout import Timeout

_main = native_self()
_threads = {}           # ident: the Greenlet that runs it


def task_self():
    current = getcurrent()
    return getattr(current, '_ident_of_thread', None) or _main


def _this_thread():
    return getattr(getcurrent(), '_thread_object', None)


def _set_thread(thread):
    getcurrent()._thread_object = thread


def start_thread(thread, name, daemon, body):
    g = Greenlet(body)
    g.name = name
    ident = g._ident_of_thread = _next_number() + 1000000
    _threads[ident] = g
    g._thread_object = thread
    g.start()
    for _ in range(3):      # as many turns as threads take to tell who started them that they have begun
        sleep(0)
    return ident


def start_new_thread(function, args=(), kwargs={}):
    return start_thread(None, function.__name__, True, lambda: function(*args, **kwargs))


def join(task, seconds=None, always=False):
    g = _threads.get(task)
    if g is None:
        return True
    g.join(seconds)
    return g.ready()


def task_alive(task):
    g = _threads.get(task)
    return g is not None and not g.ready() if task != _main else True


# ---- synchronisation objects ----

class _Sync:
    """One object of any kind. Who cannot go on stands in the line; whoever changes the object lets the first
    ones try again."""

    def __init__(self, kind, value, bound, extra):
        self.kind = kind
        self.value = value
        self.bound = bound
        self.extra = extra          # a condition's lock, a queue's order
        self.owner = None
        self.depth = 0
        self.unfinished = 0
        self.broken = False
        self.line = deque()
        if kind == 'queue':
            self.value = 0
            self.bound = value
            self.items = deque()

    def wake(self, n=None):
        """The loop switches to so many of those who wait; all: None."""
        loop = get_hub().loop
        while self.line and n != 0:
            waiter = self.line.popleft()
            waiter.woken = True
            loop.run_callback(waiter.switch, self)
            if n is not None:
                n -= 1

    def wait(self, end):
        """Stand in the line; False when the time is up."""
        waiter = Waiter()
        waiter.woken = False
        self.line.append(waiter)
        left = None if end is None else max(end - clock(1), 0)
        limit = Timeout._start_or_none(left)
        try:
            waiter.get()
            return True
        except Timeout as expired:
            if expired is not limit:
                raise
            return waiter.woken
        finally:
            if limit is not None:
                limit.close()
            if waiter in self.line:
                self.line.remove(waiter)

    # the methods of a lock
    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        return sync(self, 'ACQUIRE', 0, blocking, None if timeout == -1 else timeout)

    def release(self):
        sync(self, 'RELEASE', 0, True, None)

    def locked(self):
        return self.owner is not None

    def _is_owned(self):
        return self.owner is getcurrent()

    def __enter__(self):
        return sync(self, 'ACQUIRE', 0, True, None)

    def __exit__(self, kind, value, tb):
        sync(self, 'RELEASE', 0, True, None)


def sync_new(kind, value, bound, shared, extra):
    return _Sync(kind, value, bound, extra)


def sync_get(o, what):
    if what == 0:
        return 0 if o.owner is None else 1
    return (None, o.depth, o.value, o.unfinished, o.broken, o.owner is not None, o.owner is getcurrent(),
            o.bound)[what]


def sync(o, op, arg, blocking, seconds):
    return _ops[op](o, arg, blocking, None if seconds is None else clock(1) + seconds)


def _until(o, ready, blocking, end):
    """Waits until ready(); False when it would wait and must not, or when the time is up."""
    while not ready():
        if not blocking or (end is not None and clock(1) >= end):
            return False
        o.wait(end)
    return True


def _acquire(o, arg, blocking, end):
    me = getcurrent()
    if o.kind == 'rlock' and o.owner is me:
        o.depth += 1
        return True
    if not _until(o, lambda: o.owner is None, blocking, end):
        return False
    o.owner = me
    o.depth = 1
    return True


def _release(o, arg, blocking, end):
    if o.kind == 'rlock' and o.owner is not getcurrent():
        raise RuntimeError('cannot release un-acquired lock')
    if o.owner is None:
        raise RuntimeError('release unlocked lock')
    o.depth -= 1
    if o.depth == 0:
        o.owner = None
        o.wake(1)


def _sem_acquire(o, arg, blocking, end):
    if not _until(o, lambda: o.value > 0, blocking, end):
        return False
    o.value -= 1
    return True


def _sem_release(o, n, blocking, end):
    if o.bound is not None and o.value + n > o.bound:
        raise ValueError('Semaphore released too many times')
    o.value += n
    o.wake(n)
    return True


def _event_wait(o, arg, blocking, end):
    return bool(o.value) or o.wait(end)


def _event_set(o, arg, blocking, end):
    o.value = 1
    o.wake()


def _event_clear(o, arg, blocking, end):
    o.value = 0


def _cond_wait(o, arg, blocking, end):
    lock = o.extra
    if lock.owner is None or (lock.kind == 'rlock' and lock.owner is not getcurrent()):
        raise RuntimeError('cannot wait on un-acquired lock')
    depth = lock.depth
    lock.depth = 1
    _release(lock, 0, True, None)
    try:
        return o.wait(end)
    finally:
        _acquire(lock, 0, True, None)
        lock.depth = depth


def _cond_notify(o, n, blocking, end):
    lock = o.extra
    if lock.owner is None or (lock.kind == 'rlock' and lock.owner is not getcurrent()):
        raise RuntimeError('cannot notify on un-acquired lock')
    o.wake(n)
    return True


def _barrier_wait(o, arg, blocking, end):
    if o.broken:
        raise RuntimeError
    index = o.value
    o.value += 1
    if o.value == o.bound:
        if not arg:
            _barrier_open(o, 0, True, None)
        return index
    o.fails = False
    if not o.wait(end):
        _barrier_abort(o, 0, True, None)
        raise RuntimeError
    if o.broken or o.fails:
        raise RuntimeError
    return index


def _barrier_open(o, arg, blocking, end):
    o.value -= o.bound
    o.wake()


def _barrier_abort(o, arg, blocking, end):
    o.broken = True
    o.value = 0
    o.wake()


def _barrier_reset(o, arg, blocking, end):
    o.broken = False
    o.fails = True
    o.value = 0
    o.wake()


def _put(o, item, blocking, end):
    if not _until(o, lambda: o.bound <= 0 or o.value < o.bound, blocking, end):
        return False
    import heapq
    if o.extra == 2:
        heap = list(o.items)
        heapq.heappush(heap, item)
        o.items = deque(heap)
    else:
        o.items.append(item)
    o.value += 1
    o.unfinished += 1
    o.wake()
    return True


def _get(o, nothing, blocking, end):
    if not _until(o, lambda: o.value > 0, blocking, end):
        return nothing
    o.value -= 1
    if o.extra == 1:
        item = o.items.pop()
    elif o.extra == 2:
        import heapq
        heap = list(o.items)
        item = heapq.heappop(heap)
        o.items = deque(heap)
    else:
        item = o.items.popleft()
    o.wake()
    return item


def _task_done(o, arg, blocking, end):
    if o.unfinished <= 0:
        raise ValueError('task_done() called too many times')
    o.unfinished -= 1
    if o.unfinished == 0:
        o.wake()


def _queue_join(o, arg, blocking, end):
    return _until(o, lambda: o.unfinished == 0, blocking, end)


def _queue_look(o, take, blocking, end):
    return None if take else list(o.items)


_ops = {'ACQUIRE': _acquire, 'RELEASE': _release, 'SEM_ACQUIRE': _sem_acquire, 'SEM_RELEASE': _sem_release,
        'EVENT_WAIT': _event_wait, 'EVENT_SET': _event_set, 'EVENT_CLEAR': _event_clear,
        'COND_WAIT': _cond_wait, 'COND_NOTIFY': _cond_notify, 'BARRIER_WAIT': _barrier_wait,
        'BARRIER_OPEN': _barrier_open, 'BARRIER_ABORT': _barrier_abort, 'BARRIER_RESET': _barrier_reset,
        'PUT': _put, 'GET': _get, 'TASK_DONE': _task_done, 'QUEUE_JOIN': _queue_join, 'QUEUE_LOOK': _queue_look}
