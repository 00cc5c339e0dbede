"""Semaphores, events, conditions and barriers that all processes see."""
from _conch import clock, sync, sync_get, sync_new
import multiprocessing
import threading

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event']

Lock = multiprocessing.Lock
RLock = multiprocessing.RLock


class _Inherited:
    def __reduce__(self):
        raise RuntimeError("%s objects should only be shared between processes through inheritance"
                           % type(self).__name__)


class Semaphore(_Inherited):
    def __init__(self, value=1, *, ctx=None):
        if value < 0 or value > 2147483647:
            raise OSError(22, 'Invalid argument')
        self._sync = sync_new('semaphore', value, None, True, None)

    def acquire(self, block=True, timeout=None):
        return sync(self._sync, 'SEM_ACQUIRE', 1, bool(block), timeout)

    def release(self):
        sync(self._sync, 'SEM_RELEASE', 1, True, None)

    def get_value(self):
        return sync_get(self._sync, 2)

    def __enter__(self):
        return sync(self._sync, 'SEM_ACQUIRE', 1, True, None)

    def __exit__(self, *args):
        sync(self._sync, 'SEM_RELEASE', 1, True, None)

    def __repr__(self):
        return '<%s(value=%s)>' % (type(self).__name__, self.get_value())


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1, *, ctx=None):
        if value < 0 or value > 2147483647:
            raise OSError(22, 'Invalid argument')
        self._sync = sync_new('semaphore', value, value, True, None)

    def __repr__(self):
        return '<%s(value=%s, maxvalue=%s)>' % (type(self).__name__, self.get_value(), sync_get(self._sync, 7))


class Event(_Inherited):
    def __init__(self, *, ctx=None):
        self._sync = sync_new('event', 0, 0, True, None)

    def is_set(self):
        return sync_get(self._sync, 2) != 0

    def set(self):
        sync(self._sync, 'EVENT_SET', 0, True, None)

    def clear(self):
        sync(self._sync, 'EVENT_CLEAR', 0, True, None)

    def wait(self, timeout=None):
        return sync(self._sync, 'EVENT_WAIT', 0, True, timeout)

    def __repr__(self):
        return '<%s at %#x %s>' % (type(self).__qualname__, id(self), 'set' if self.is_set() else 'unset')


class Condition(_Inherited):
    def __init__(self, lock=None, *, ctx=None):
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

    def __repr__(self):
        return '<%s(%s, 0)>' % (type(self).__name__, self._lock)


class Barrier(threading.Barrier, _Inherited):
    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        threading.Barrier.__init__(self, parties, action, timeout)
        self._sync = sync_new('barrier', 0, parties, True, None)

    def __repr__(self):
        if self.broken:
            return '<multiprocessing.synchronize.Barrier at %#x: broken>' % id(self)
        return '<multiprocessing.synchronize.Barrier at %#x: waiters=%d/%d>' % (id(self), self.n_waiting, self.parties)
