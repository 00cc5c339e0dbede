"""Groups of greenlets, and groups that have a size."""
from _conch import deque
from gevent.event import Event
from gevent.greenlet import Greenlet, joinall
from gevent.hub import getcurrent
from gevent.lock import DummySemaphore, Semaphore
from gevent.queue import Full, Queue
from gevent.timeout import Timeout

__all__ = ['Group', 'Pool', 'PoolFull']


class PoolFull(Full):
    """A pool has no room, and nobody is to wait."""


class Group:
    greenlet_class = Greenlet

    def __init__(self, *args):
        self.greenlets = set(*args)
        self._empty_event = Event()
        if self.greenlets:
            for g in self.greenlets:
                g.rawlink(self._discard)
        else:
            self._empty_event.set()

    def __repr__(self):
        return '<%s at 0x%x %s>' % (type(self).__name__, id(self), self.greenlets)

    def __len__(self):
        return len(self.greenlets)

    def __contains__(self, item):
        return item in self.greenlets

    def __iter__(self):
        return iter(list(self.greenlets))

    def add(self, greenlet):
        greenlet.rawlink(self._discard)
        self.greenlets.add(greenlet)
        self._empty_event.clear()

    def discard(self, greenlet):
        self._discard(greenlet)
        greenlet.unlink(self._discard)

    def _discard(self, greenlet):
        self.greenlets.discard(greenlet)
        if not self.greenlets:
            self._empty_event.set()

    def start(self, greenlet):
        self.add(greenlet)
        greenlet.start()

    def spawn(self, *args, **kwargs):
        greenlet = self.greenlet_class(*args, **kwargs)
        self.start(greenlet)
        return greenlet

    def join(self, timeout=None, raise_error=False):
        if raise_error:
            greenlets = list(self.greenlets)
            result = self._empty_event.wait(timeout=timeout)
            for g in greenlets:
                if g.exception is not None:
                    raise g.exception
            return result
        return self._empty_event.wait(timeout=timeout)

    def kill(self, exception=None, block=True, timeout=None):
        from gevent.exceptions import GreenletExit
        limit = Timeout._start_or_none(timeout)
        try:
            while self.greenlets:
                for g in list(self.greenlets):
                    g.kill(exception or GreenletExit, block=False)
                    self._discard(g)
                    if block:
                        g.join()
                if not block:
                    break
        except Timeout as expired:
            if expired is not limit:
                raise
        finally:
            if limit is not None:
                limit.close()

    def killone(self, greenlet, exception=None, block=True, timeout=None):
        from gevent.exceptions import GreenletExit
        if greenlet in self.greenlets:
            greenlet.kill(exception or GreenletExit, block, timeout)

    def full(self):
        return False

    def wait_available(self, timeout=None):
        pass

    # ---- calls ----

    def apply(self, func, args=None, kwds=None):
        return self.spawn(func, *(args or ()), **(kwds or {})).get()

    def apply_async(self, func, args=None, kwds=None, callback=None):
        if self.full():
            return Greenlet.spawn(self.apply_cb, func, args, kwds, callback)
        greenlet = self.spawn(func, *(args or ()), **(kwds or {}))
        if callback is not None:
            greenlet.link_value(lambda g: callback(g.value))
        return greenlet

    def apply_cb(self, func, args=None, kwds=None, callback=None):
        result = self.apply(func, args, kwds)
        if callback is not None:
            Greenlet.spawn(callback, result)
        return result

    def map(self, func, iterable):
        return list(self.imap(func, iterable))

    def map_cb(self, func, iterable, callback=None):
        result = self.map(func, iterable)
        if callback is not None:
            callback(result)
        return result

    def map_async(self, func, iterable, callback=None):
        return Greenlet.spawn(self.map_cb, func, iterable, callback)

    def imap(self, func, *iterables, maxsize=None):
        """Results in the order of the arguments, as they come."""
        return _Results(self, func, iterables, maxsize, True)

    def imap_unordered(self, func, *iterables, maxsize=None):
        """Results in the order in which they come."""
        return _Results(self, func, iterables, maxsize, False)


class _Results:
    """What imap() returns. A greenlet of its own feeds the pool."""

    def __init__(self, pool, func, iterables, maxsize, ordered):
        self.pool = pool
        self.func = func
        self.ordered = ordered
        self.room = Semaphore(maxsize) if maxsize else DummySemaphore()
        self.queue = Queue()        # (number, greenlet) as they end; None: no more are coming
        self.waiting = {}           # ended before their turn
        self.next = 0
        self.started = 0
        self.all_started = False
        self.feeder = Greenlet.spawn(self.feed, zip(*iterables))

    def feed(self, items):
        try:
            for args in items:
                self.room.acquire()
                number = self.started
                self.started += 1
                greenlet = self.pool.spawn(self.func, *args)
                greenlet.rawlink(lambda g, number=number: self.queue.put((number, g)))
        finally:
            self.all_started = True
            self.queue.put(None)

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            if self.ordered and self.next in self.waiting:
                return self.take(self.waiting.pop(self.next))
            if self.all_started and self.next == self.started:
                raise StopIteration
            item = self.queue.get()
            if item is None:
                if self.feeder.exception is not None:
                    raise self.feeder.exception
                continue
            if not self.ordered:
                return self.take(item[1])
            self.waiting[item[0]] = item[1]

    def take(self, greenlet):
        self.next += 1
        self.room.release()
        if greenlet.exception is not None:
            raise greenlet.exception
        return greenlet.value


class Pool(Group):
    """At most `size` greenlets at a time: spawn() waits for room."""

    def __init__(self, size=None, greenlet_class=None):
        if size is not None and size < 0:
            raise ValueError('size must not be negative: %r' % (size,))
        Group.__init__(self)
        self.size = size
        if greenlet_class is not None:
            self.greenlet_class = greenlet_class
        self._semaphore = DummySemaphore() if size is None else Semaphore(size)

    def wait_available(self, timeout=None):
        return self._semaphore.wait(timeout=timeout)

    def full(self):
        return self.free_count() <= 0

    def free_count(self):
        if self.size is None:
            return 1
        return max(0, self.size - len(self))

    def start(self, greenlet, blocking=True, timeout=None):
        self.add(greenlet, blocking, timeout)
        greenlet.start()

    def add(self, greenlet, blocking=True, timeout=None):
        if not self._semaphore.acquire(blocking=blocking, timeout=timeout):
            raise PoolFull()
        try:
            Group.add(self, greenlet)
        except BaseException:
            self._semaphore.release()
            raise

    def _discard(self, greenlet):
        there = greenlet in self.greenlets
        Group._discard(self, greenlet)
        if there:
            self._semaphore.release()
