"""Queues between threads.

A put or get is one operation of a native queue object: the item moves in the same step in which its
place is counted. Two things need more, and are done here with locks, as textbooks do them: items of a
PriorityQueue that only Python can compare, and subclasses that keep their items in their own way.
"""
from _conch import deque, sync, sync_get, sync_new
import heapq
import threading

__all__ = ['Empty', 'Full', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']

_FIFO, _LIFO, _PRIORITY = 0, 1, 2
_nothing = object()


class Empty(Exception):
    "Exception raised by Queue.get(block=0)/get_nowait()."
    __module__ = '_queue'


class Full(Exception):
    'Exception raised by Queue.put(block=0)/put_nowait().'


class _Items:
    """What q.queue shows: the items as they are now. clear() empties the queue itself."""

    def clear(self):
        while sync(self._of, 'GET', _nothing, False, None) is not _nothing:
            pass


class _ListOfItems(_Items, list):
    pass


class _DequeOfItems(_Items, type(deque())):
    def __repr__(self):
        return 'deque(%r)' % list(self)


class Queue:
    '''Create a queue object with a given maximum size.

    If maxsize is <= 0, the queue size is infinite.
    '''
    _order = _FIFO

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._own = None
        kind = type(self)
        if any(getattr(kind, name) is not getattr(base, name) for base in _builtin_kind(kind)
               for name in ('_init', '_put', '_get', '_qsize')):
            self._own = _OwnItems(self, maxsize)
        else:
            self._sync = sync_new('queue', 0, maxsize, False, self._order)

    def put(self, item, block=True, timeout=None):
        if timeout is not None and block and self.maxsize > 0 and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self._own is not None:
            self._own.put(item, block, timeout)
            return
        if not sync(self._sync, 'PUT', item, bool(block), timeout):
            raise Full

    def get(self, block=True, timeout=None):
        if timeout is not None and block and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self._own is not None:
            return self._own.get(block, timeout)
        item = sync(self._sync, 'GET', _nothing, bool(block), timeout)
        if item is _nothing:
            raise Empty
        return item

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def qsize(self):
        return self._own.qsize() if self._own is not None else sync_get(self._sync, 2)

    def empty(self):
        return not self.qsize()

    def full(self):
        return 0 < self.maxsize <= self.qsize()

    def task_done(self):
        if self._own is not None:
            self._own.task_done()
        else:
            sync(self._sync, 'TASK_DONE', None, True, None)

    def join(self):
        if self._own is not None:
            self._own.join()
        else:
            sync(self._sync, 'QUEUE_JOIN', None, True, None)

    @property
    def unfinished_tasks(self):
        return self._own.unfinished if self._own is not None else sync_get(self._sync, 3)

    @property
    def queue(self):
        if self._own is not None:
            return self._own.items
        items = (_DequeOfItems if self._order == _FIFO else _ListOfItems)(self._look())
        items._of = self._sync
        return items

    @queue.setter
    def queue(self, items):
        if self._own is None:
            raise AttributeError("the items of a %s cannot be replaced" % type(self).__name__)
        self._own.items = items

    @property
    def mutex(self):
        """A lock that the queue's own steps do not need; programs that take it find one."""
        if self._own is not None:
            return self._own.mutex
        return self.__dict__.setdefault('_mutex', threading.Lock())

    def _look(self):
        return sync(self._sync, 'QUEUE_LOOK', False, True, None)

    # What a subclass may replace: how the items are kept. Called with the queue's lock held.
    def _init(self, maxsize):
        import collections
        self.queue = collections.deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def __class_getitem__(cls, item):
        return cls


class LifoQueue(Queue):
    '''Variant of Queue that retrieves most recently added entries first.'''
    _order = _LIFO

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class PriorityQueue(Queue):
    '''Variant of Queue that retrieves open entries in priority order (lowest first).

    Entries are typically tuples of the form:  (priority number, data).
    '''
    _order = _PRIORITY

    def __init__(self, maxsize=0):
        Queue.__init__(self, maxsize)
        self._heap = None       # the items, once they are such that only Python can compare them
        self._heap_lock = threading.Lock()
        self._placed = None     # counts those that are in the heap: a place is counted before

    def put(self, item, block=True, timeout=None):
        if timeout is not None and block and self.maxsize > 0 and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self._own is not None:
            self._own.put(item, block, timeout)
            return
        placed = sync(self._sync, 'PUT', item, bool(block), timeout)
        if placed is False:
            raise Full
        if placed is None:
            with self._heap_lock:
                self._take_over()
                try:
                    heapq.heappush(self._heap, item)
                finally:
                    self._placed.release()

    def get(self, block=True, timeout=None):
        item = Queue.get(self, block, timeout)
        if self._own is None and item is self._sync:
            with self._heap_lock:
                self._take_over()
            self._placed.acquire()
            with self._heap_lock:
                item = heapq.heappop(self._heap)
        return item

    def _take_over(self):
        """The items that the native queue could not order, from it to here; only the first time."""
        items = sync(self._sync, 'QUEUE_LOOK', True, True, None)
        if items is not None:
            self._heap = items
            self._placed = threading.Semaphore(len(items))

    def _look(self):
        items = Queue._look(self)
        if items is None:
            with self._heap_lock:
                self._take_over()
                items = list(self._heap)
        return items

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue)


def _builtin_kind(kind):
    for base in kind.__mro__:
        if base in (Queue, LifoQueue, PriorityQueue):
            return [base]


class _OwnItems:
    """A queue whose subclass keeps the items: one lock, and a condition for each thing to wait for."""

    def __init__(self, queue, maxsize):
        self.of = queue
        self.items = None
        self.unfinished = 0
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_done = threading.Condition(self.mutex)
        queue._own = self
        queue._init(maxsize)

    def qsize(self):
        with self.mutex:
            return self.of._qsize()

    def put(self, item, block, timeout):
        of = self.of
        with self.not_full:
            if of.maxsize > 0 and not _wait(self.not_full, lambda: of._qsize() < of.maxsize, block, timeout):
                raise Full
            of._put(item)
            self.unfinished += 1
            self.not_empty.notify()

    def get(self, block, timeout):
        of = self.of
        with self.not_empty:
            if not _wait(self.not_empty, of._qsize, block, timeout):
                raise Empty
            item = of._get()
            self.not_full.notify()
            return item

    def task_done(self):
        with self.all_done:
            if self.unfinished <= 0:
                raise ValueError('task_done() called too many times')
            self.unfinished -= 1
            if self.unfinished == 0:
                self.all_done.notify_all()

    def join(self):
        with self.all_done:
            while self.unfinished:
                self.all_done.wait()


def _wait(condition, ready, block, timeout):
    return condition.wait_for(ready, timeout) if block else ready()


class SimpleQueue:
    '''Simple, unbounded, reentrant FIFO queue.'''

    def __init__(self):
        self._sync = sync_new('queue', 0, 0, False, _FIFO)

    def put(self, item, block=True, timeout=None):
        sync(self._sync, 'PUT', item, True, None)

    def put_nowait(self, item):
        self.put(item)

    def get(self, block=True, timeout=None):
        if timeout is not None and block and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        item = sync(self._sync, 'GET', _nothing, bool(block), timeout)
        if item is _nothing:
            raise Empty
        return item

    def get_nowait(self):
        return self.get(block=False)

    def qsize(self):
        return sync_get(self._sync, 2)

    def empty(self):
        return sync_get(self._sync, 2) == 0

    def __class_getitem__(cls, item):
        return cls
