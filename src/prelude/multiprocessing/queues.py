"""Queues between processes. The items travel as bytes through memory that all processes share: a put or a get is
one step, and who is killed in the middle of it harms nobody else.

As with CPython's, a process that has put more than a pipe holds (64 KiB) does not end before somebody
has got it: join such a process only after its items were taken, or both wait for ever."""
from _conch import _pickle, _traceback_text, _unpickle, sync, sync_get, sync_new, write
import _end
import multiprocessing
from queue import Empty, Full

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']

_MOST = 2147483647
_feeding = []       # queues into which this process has put something


def _dumps(obj):
    data = _pickle(obj)
    if data is None:
        import pickle
        data = pickle.dumps(obj)
    return data


def _loads(data):
    found = _unpickle(data)
    if found is not None:
        return found[0]
    import pickle
    return pickle.loads(data)


def _flush_all():
    """The end of a process: what it has put must fit into a pipe."""
    for queue in _feeding:
        if not queue._joincancelled:
            queue._flush()


def _after_fork():
    for queue in _feeding:
        queue._last = None
    _feeding.clear()


multiprocessing._forked.append(_after_fork)
_end.at_join(_flush_all)


class _Inherited:
    def __reduce__(self):
        raise RuntimeError("%s objects should only be shared between processes through inheritance"
                           % type(self).__name__)


class Queue(_Inherited):
    def __init__(self, maxsize=0, *, ctx=None):
        self._maxsize = maxsize if maxsize > 0 else _MOST
        self._sync = sync_new('queue', 0, self._maxsize, True, None)
        self._closed = False
        self._joincancelled = False
        self._last = None       # where the last item of this process ends, in bytes ever put

    def _check_open(self):
        if self._closed:
            raise ValueError("Queue %r is closed" % (self,))

    def put(self, obj, block=True, timeout=None):
        if self._closed:
            self._check_open()
        data = _pickle(obj)
        if data is None:
            try:
                data = _dumps(obj)
            except Exception as exc:    # CPython finds out in a thread of its own, too late for the caller
                write(2, _traceback_text(exc, str(exc)))
                return
        end = sync(self._sync, 'PUT', data, bool(block), timeout, obj)
        if end is False:
            raise Full
        if self._last is None:
            _feeding.append(self)
        self._last = end

    def get(self, block=True, timeout=None):
        if self._closed:
            self._check_open()
        data = sync(self._sync, 'GET', None, bool(block), timeout)
        if data is None:
            raise Empty
        found = _unpickle(data)
        return found[0] if found is not None else _loads(data)

    def put_nowait(self, obj):
        self.put(obj, False)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        return sync_get(self._sync, 2)

    def empty(self):
        return sync_get(self._sync, 2) == 0

    def full(self):
        return sync_get(self._sync, 2) >= self._maxsize

    def close(self):
        self._closed = True

    def _flush(self):
        if self._last is not None:
            sync(self._sync, 'FLUSH', self._last, True, None)

    def join_thread(self):
        assert self._closed, "Queue %r not closed" % (self,)
        if not self._joincancelled:
            self._flush()

    def cancel_join_thread(self):
        self._joincancelled = True


class JoinableQueue(Queue):
    def task_done(self):
        sync(self._sync, 'TASK_DONE', 0, True, None)

    def join(self):
        sync(self._sync, 'QUEUE_JOIN', 0, True, None)


class SimpleQueue(_Inherited):
    def __init__(self, *, ctx=None):
        self._sync = sync_new('queue', 0, 0, True, None)
        self._closed = False

    def _check_open(self):
        if self._closed:
            raise OSError("handle is closed")

    def put(self, obj):
        self._check_open()
        sync(self._sync, 'PUT', _dumps(obj), True, None, obj)

    def get(self):
        self._check_open()
        return _loads(sync(self._sync, 'GET', None, True, None))

    def empty(self):
        self._check_open()
        return sync_get(self._sync, 2) == 0

    def close(self):
        self._closed = True
