"""Locks between the greenlets of a thread."""
from gevent.hub import Linkable, getcurrent

__all__ = ['Semaphore', 'BoundedSemaphore', 'DummySemaphore', 'RLock']


class Semaphore(Linkable):
    _all = False            # each one who is woken takes a permit

    def __init__(self, value=1, hub=None):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self.counter = value

    def __str__(self):
        return '<%s at %s counter=%s _links[%s]>' % (type(self).__name__, hex(id(self)), self.counter,
                                                    self.linkcount())

    def locked(self):
        return self.counter <= 0

    def ready(self):
        return self.counter > 0

    def acquire(self, blocking=True, timeout=None):
        if self.counter > 0:
            self.counter -= 1
            return True
        if not blocking:
            return False
        if not self._wait_link(timeout, lambda expired: False):
            return False
        self.counter -= 1
        return True

    def release(self):
        self.counter += 1
        self._check_and_notify()
        return self.counter

    def wait(self, timeout=None):
        """Wait until it could be taken, without taking it."""
        if self.counter <= 0:
            self._wait_link(timeout, lambda expired: False)
        return self.counter

    def __enter__(self):
        self.acquire()

    def __exit__(self, t, v, tb):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1, hub=None):
        Semaphore.__init__(self, value)
        self._initial_value = value

    def release(self):
        if self.counter >= self._initial_value:
            raise ValueError("Semaphore released too many times")
        return Semaphore.release(self)


class DummySemaphore:
    """Has room for everybody."""

    def __init__(self, value=None):
        pass

    def __str__(self):
        return '<%s>' % type(self).__name__

    def locked(self):
        return False

    def ready(self):
        return True

    def acquire(self, blocking=True, timeout=None):
        return True

    def release(self):
        pass

    def wait(self, timeout=None):
        return 1

    def __enter__(self):
        pass

    def __exit__(self, t, v, tb):
        pass


class RLock:
    """Its owner may take it again."""

    def __init__(self, hub=None):
        self._block = Semaphore(1)
        self._owner = None
        self._count = 0

    def __repr__(self):
        return '<%s at 0x%x _count=%s _block=%r _owner=%s>' % (
            type(self).__name__, id(self), self._count, self._block, self._owner)

    def acquire(self, blocking=True, timeout=None):
        me = getcurrent()
        if self._owner is me:
            self._count += 1
            return 1
        taken = self._block.acquire(blocking, timeout)
        if taken:
            self._owner = me
            self._count = 1
        return taken

    def __enter__(self):
        return self.acquire()

    def release(self):
        if self._owner is not getcurrent():
            raise RuntimeError("cannot release un-acquired lock. Owner: %r Current: %r" % (self._owner, getcurrent()))
        self._count -= 1
        if not self._count:
            self._owner = None
            self._block.release()

    def __exit__(self, typ, value, tb):
        self.release()

    def locked(self):
        return self._count > 0
