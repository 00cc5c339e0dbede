"""Queues between greenlets. Items go over when the loop comes to it: see _unlock()."""
from _conch import deque
from gevent.event import Event
from gevent.hub import Waiter, get_hub, getcurrent
from gevent.timeout import Timeout
from queue import Empty, Full
import heapq

__all__ = ['Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue', 'JoinableQueue', 'Channel', 'Empty', 'Full']


class _PutWaiter(Waiter):
    """A greenlet that waits for room for its item."""

    def __init__(self, item):
        Waiter.__init__(self)
        self.item = item


class Queue:
    def __init__(self, maxsize=None, items=(), unfinished_tasks=None):
        if maxsize is not None and maxsize <= 0:
            maxsize = None
        self._maxsize = maxsize
        self.getters = deque()
        self.putters = deque()
        self._unlocking = None
        self.queue = self._create_queue(items)

    # How the items are kept; the other kinds differ here.
    def _create_queue(self, items=()):
        return deque(items)

    def _get(self):
        return self.queue.popleft()

    def _peek(self):
        return self.queue[0]

    def _put(self, item):
        self.queue.append(item)

    def __repr__(self):
        return '<%s at %s%s>' % (type(self).__name__, hex(id(self)), self._format())

    def __str__(self):
        return '<%s%s>' % (type(self).__name__, self._format())

    def _format(self):
        text = ''
        if self._maxsize is not None:
            text += ' maxsize=%r' % (self._maxsize,)
        if self.queue:
            text += ' queue=%r' % (self.queue,)
        if self.getters:
            text += ' getters[%s]' % len(self.getters)
        if self.putters:
            text += ' putters[%s]' % len(self.putters)
        return text

    @property
    def maxsize(self):
        return self._maxsize

    def copy(self):
        return type(self)(self._maxsize, self.queue)

    def qsize(self):
        return len(self.queue)

    def __len__(self):
        return len(self.queue)

    def __bool__(self):
        return True

    def empty(self):
        return not len(self.queue)

    def full(self):
        return self._maxsize is not None and len(self.queue) >= self._maxsize

    # ---- putting and getting ----

    def put(self, item, block=True, timeout=None):
        if not self.full():
            self._put(item)
            if self.getters:
                self._schedule_unlock()
        elif block:
            waiter = _PutWaiter(item)
            self._stand(self.putters, waiter, timeout, Full)
        else:
            raise Full

    def put_nowait(self, item):
        self.put(item, False)

    def get(self, block=True, timeout=None):
        return self._get_or_peek(self._get, block, timeout)

    def get_nowait(self):
        return self.get(False)

    def peek(self, block=True, timeout=None):
        return self._get_or_peek(self._peek, block, timeout)

    def peek_nowait(self):
        return self.peek(False)

    def _get_or_peek(self, method, block, timeout):
        if len(self.queue):
            if self.putters:
                self._schedule_unlock()
            return method()
        if not block:
            raise Empty
        self._stand(self.getters, Waiter(), timeout, Empty)
        return method()

    def _stand(self, line, waiter, timeout, error):
        """Wait in a line for what the hub hands over."""
        line.append(waiter)
        if self.putters and self.getters:
            self._schedule_unlock()
        limit = Timeout._start_or_none(timeout)
        try:
            return waiter.get()
        except Timeout as expired:
            if expired is not limit:
                raise
            raise error from None
        finally:
            if limit is not None:
                limit.close()
            if waiter in line:
                line.remove(waiter)

    def _schedule_unlock(self):
        if not self._unlocking:
            self._unlocking = get_hub().loop.run_callback(self._unlock)

    def _unlock(self):
        """In the hub: room goes to those who wait to put, items to those who wait to get."""
        again = True
        while again:
            again = False
            if self.putters and not self.full():
                again = True
                putter = self.putters.popleft()
                self._put(putter.item)
                putter.switch(putter)
            if self.getters and len(self.queue):
                again = True
                getter = self.getters.popleft()
                getter.switch(getter)

    def __iter__(self):
        return self

    def __next__(self):
        item = self.get()
        if item is StopIteration:
            raise item
        return item

    next = __next__


class SimpleQueue(Queue):
    pass


class PriorityQueue(Queue):
    def _create_queue(self, items=()):
        heap = list(items)
        heapq.heapify(heap)
        return heap

    def _put(self, item):
        heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue)


class LifoQueue(Queue):
    def _create_queue(self, items=()):
        return list(items)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()

    def _peek(self):
        return self.queue[-1]


class JoinableQueue(Queue):
    """Counts what has been put and not been finished yet."""

    def __init__(self, maxsize=None, items=(), unfinished_tasks=None):
        Queue.__init__(self, maxsize, items)
        self.unfinished_tasks = len(self.queue) if unfinished_tasks is None else unfinished_tasks
        self._cond = Event()
        if not self.unfinished_tasks:
            self._cond.set()

    def _put(self, item):
        Queue._put(self, item)
        self.unfinished_tasks += 1
        self._cond.clear()

    def task_done(self):
        if self.unfinished_tasks <= 0:
            raise ValueError('task_done() called too many times')
        self.unfinished_tasks -= 1
        if self.unfinished_tasks == 0:
            self._cond.set()

    def join(self, timeout=None):
        return self._cond.wait(timeout=timeout)


class Channel(Queue):
    """No room at all: who puts waits for who gets."""

    def __init__(self, maxsize=1):
        if maxsize != 1:
            raise ValueError("Channels have a maxsize of 1")
        Queue.__init__(self)

    def balance(self):
        return len(self.putters) - len(self.getters)

    def full(self):
        return True

    def put(self, item, block=True, timeout=None):
        waiter = _PutWaiter(item)
        if not block and not self.getters:
            raise Full
        self._stand(self.putters, waiter, timeout, Full)

    def get(self, block=True, timeout=None):
        if not block and not self.putters:
            raise Empty
        return self._stand(self.getters, Waiter(), timeout, Empty)

    def _unlock(self):
        """In the hub: items go straight from who puts to who gets."""
        loop = get_hub().loop
        while self.putters and self.getters:
            getter = self.getters.popleft()
            putter = self.putters.popleft()
            loop.run_callback(getter.switch, putter.item)
            loop.run_callback(putter.switch, putter)
