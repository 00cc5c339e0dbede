"""Futures: the result of a call that somebody else makes; and the pools of threads that make it.

Whoever computes sets the result, whoever needs it waits. One condition guards each future;
as_completed() and wait() leave a waiter with every future that they wait for.
"""
from _conch import clock
import _end
import queue
import threading

__all__ = ('FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'CancelledError', 'TimeoutError',
           'BrokenExecutor', 'Future', 'Executor', 'wait', 'as_completed', 'ProcessPoolExecutor', 'ThreadPoolExecutor')

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

PENDING = 'PENDING'
RUNNING = 'RUNNING'
CANCELLED = 'CANCELLED'
CANCELLED_AND_NOTIFIED = 'CANCELLED_AND_NOTIFIED'   # and those who wait have been told
FINISHED = 'FINISHED'

_words = {PENDING: 'pending', RUNNING: 'running', CANCELLED: 'cancelled',
          CANCELLED_AND_NOTIFIED: 'cancelled', FINISHED: 'finished'}


class Error(Exception):
    """Base class for all future-related exceptions."""
    __module__ = 'concurrent.futures._base'


class CancelledError(Error):
    """The Future was cancelled."""
    __module__ = 'concurrent.futures._base'


TimeoutError = TimeoutError     # since Python 3.11 it is the builtin one


class InvalidStateError(Error):
    """The operation is not allowed in this state."""
    __module__ = 'concurrent.futures._base'


class BrokenExecutor(RuntimeError):
    """Raised when an executor has become non-functional after a severe failure."""


class Future:
    """The result of a computation that may not have ended yet."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def __repr__(self):
        with self._condition:
            text = '<Future at %#x state=%s' % (id(self), _words[self._state])
            if self._state == FINISHED and self._exception is not None:
                text += ' raised ' + type(self._exception).__name__
            elif self._state == FINISHED:
                text += ' returned ' + type(self._result).__name__
            return text + '>'

    # ---- for those who need the result ----

    def cancel(self):
        """Cancel it if it has not begun. True if it is cancelled now."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        with self._condition:
            return self._is_done()

    def _is_done(self):
        return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)

    def result(self, timeout=None):
        """The result, or the exception raised; waits for it."""
        try:
            self._wait_done(timeout)
            if self._exception is not None:
                raise self._exception
            return self._result
        finally:
            self = None         # the traceback of the exception must not keep the future

    def exception(self, timeout=None):
        """The exception that it ended with, or None; waits for the end."""
        self._wait_done(timeout)
        return self._exception

    def _wait_done(self, timeout):
        with self._condition:
            if not self._condition.wait_for(self._is_done, timeout):
                raise TimeoutError()
            if self._state != FINISHED:
                raise CancelledError()

    def add_done_callback(self, fn):
        """fn(future) will be called when it is done; at once if it is."""
        with self._condition:
            if not self._is_done():
                self._done_callbacks.append(fn)
                return
        self._call(fn)

    def _invoke_callbacks(self):
        for fn in self._done_callbacks:
            self._call(fn)

    def _call(self, fn):
        try:
            fn(self)
        except Exception:
            import logging
            logging.getLogger("concurrent.futures").exception('exception calling callback for %r', self)

    # ---- for those who compute it ----

    def set_running_or_notify_cancel(self):
        """Before the work begins: False if it was cancelled."""
        with self._condition:
            if self._state == PENDING:
                self._state = RUNNING
                return True
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add(self, False)
                return False
            raise RuntimeError('Future in unexpected state')

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    def _finish(self, result, exception):
        with self._condition:
            if self._is_done():
                raise InvalidStateError('%s: %r' % (self._state, self))
            self._result = result
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add(self, exception is not None)
            self._condition.notify_all()
        self._invoke_callbacks()

    def __class_getitem__(cls, item):
        return cls


class _Waiter:
    """Stands with several futures and is told when one of them is done."""

    def __init__(self, missing, first, on_error):
        self.condition = threading.Condition()
        self.finished = []
        self.missing = missing      # so many are not done
        self.first = first          # one is enough
        self.on_error = on_error    # one is enough if it failed
        self.failed = False

    def add(self, future, failed):
        with self.condition:
            self.finished.append(future)
            self.missing -= 1
            self.failed = self.failed or failed
            self.condition.notify()

    def enough(self):
        return self.missing == 0 or (self.first and self.finished) or (self.on_error and self.failed)

    def wait(self, timeout):
        with self.condition:
            return bool(self.condition.wait_for(self.enough, timeout))

    def take(self):
        """Those that were done since the last time."""
        with self.condition:
            finished, self.finished = self.finished, []
            return finished


def _attach(futures, first, on_error):
    """A waiter with each of the futures that are not done; and those that are."""
    waiter = _Waiter(0, first, on_error)
    done = []
    for future in futures:
        with future._condition:
            if future._state in (CANCELLED_AND_NOTIFIED, FINISHED):
                done.append(future)
            else:
                with waiter.condition:      # another of them may be done meanwhile
                    waiter.missing += 1
                future._waiters.append(waiter)
    return waiter, done


def _detach(waiter, futures):
    for future in futures:
        with future._condition:
            if waiter in future._waiters:
                future._waiters.remove(waiter)


class DoneAndNotDoneFutures(tuple):
    """What wait() returns: two sets with names."""

    def __new__(cls, done, not_done):
        return tuple.__new__(cls, (done, not_done))

    @property
    def done(self):
        return self[0]

    @property
    def not_done(self):
        return self[1]

    def __repr__(self):
        return 'DoneAndNotDoneFutures(done=%r, not_done=%r)' % (self[0], self[1])


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures: all, the first, or the first that fails. Two sets: done and not done."""
    fs = set(fs)
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED) and not all([f.done() for f in fs]):
        raise ValueError("Invalid return condition: %r" % return_when)
    waiter, done = _attach(fs, return_when == FIRST_COMPLETED, return_when == FIRST_EXCEPTION)
    failed = any(f._exception is not None for f in done)
    if not (return_when == FIRST_COMPLETED and done) and not (return_when == FIRST_EXCEPTION and failed):
        waiter.wait(timeout)
    _detach(waiter, fs)
    done = set(done)
    done.update(waiter.finished)
    return DoneAndNotDoneFutures(done, fs - done)


def as_completed(fs, timeout=None):
    """The futures in the order in which they are done."""
    end = None if timeout is None else clock(1) + timeout
    fs = set(fs)
    total = len(fs)
    waiter, done = _attach(fs, True, False)
    pending = fs - set(done)
    try:
        yield from done
        while pending:
            left = None if end is None else max(end - clock(1), 0)
            waiter.wait(left)
            done = waiter.take()
            if not done:
                raise TimeoutError('%d (of %d) futures unfinished' % (len(pending), total))
            pending -= set(done)
            yield from done
    finally:
        _detach(waiter, fs)


class Executor:
    """What makes calls on somebody's behalf."""

    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """As map(), but the calls may be made at the same time; results in the order of the arguments."""
        end = None if timeout is None else clock(1) + timeout
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        return _results(futures, end)

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


def _results(futures, end):
    try:
        futures.reverse()
        while futures:
            left = None if end is None else end - clock(1)
            yield _result_or_cancel(futures.pop(), left)
    finally:
        for future in futures:
            future.cancel()


def _result_or_cancel(future, timeout):
    try:
        return future.result(timeout)
    finally:
        future.cancel()


class BrokenThreadPool(BrokenExecutor):
    """Raised when a worker thread in a ThreadPoolExecutor failed initializing."""
    __module__ = 'concurrent.futures.thread'


class _WorkItem:
    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as exc:
            self.future.set_exception(exc)
        else:
            self.future.set_result(result)


_pools = []             # every thread pool that has workers
_exiting = False


def _at_exit():
    """The end of the process: pools finish what they have, then their threads end."""
    global _exiting
    _exiting = True
    for pool in list(_pools):
        pool._queue.put(None)
    for pool in list(_pools):
        for thread in list(pool._threads):
            if thread in threading.enumerate():     # after a fork they are the parent's
                thread.join()


_end.before_join(_at_exit)


class ThreadPoolExecutor(Executor):
    """Calls are made by threads of a pool, which are started as they are needed."""

    _numbered = 0

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is None:
            import os
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._queue = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)     # workers that wait for work
        self._threads = []
        self._broken = False
        self._shutdown = False
        self._lock = threading.Lock()
        self._initializer = initializer
        self._initargs = initargs
        if not thread_name_prefix:
            thread_name_prefix = "ThreadPoolExecutor-%d" % ThreadPoolExecutor._numbered
            ThreadPoolExecutor._numbered += 1
        self._thread_name_prefix = thread_name_prefix

    def submit(self, fn, /, *args, **kwargs):
        with self._lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _exiting:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = Future()
            self._queue.put(_WorkItem(future, fn, args, kwargs))
            self._add_worker()
            return future

    def _add_worker(self):
        if self._idle.acquire(blocking=False):
            return              # somebody is free
        n = len(self._threads)
        if n < self._max_workers:
            thread = threading.Thread(name='%s_%d' % (self._thread_name_prefix, n), target=self._work,
                                      daemon=False)
            thread.start()          # may be one too many: then it is none of the pool's
            self._threads.append(thread)
            if n == 0:
                _pools.append(self)

    def _work(self):
        """What each thread of the pool does."""
        if self._initializer is not None:
            try:
                self._initializer(*self._initargs)
            except BaseException:
                import logging
                logging.getLogger("concurrent.futures").critical('Exception in initializer:', exc_info=True)
                self._initializer_failed()
                return
        while True:
            item = self._queue.get()
            if item is None:
                self._queue.put(None)       # for the next one
                return
            item.run()
            del item
            self._idle.release()

    def _initializer_failed(self):
        with self._lock:
            self._broken = 'A thread initializer failed, the thread pool is not usable anymore'
            for item in self._drain():
                item.future.set_exception(BrokenThreadPool(self._broken))

    def _drain(self):
        while True:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return
            if item is not None:
                yield item

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._lock:
            self._shutdown = True
            if cancel_futures:
                for item in self._drain():
                    item.future.cancel()
            self._queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            if self in _pools:
                _pools.remove(self)


def __getattr__(name):
    if name == 'ProcessPoolExecutor':
        from concurrent.futures.process import ProcessPoolExecutor
        return ProcessPoolExecutor
    raise AttributeError("module 'concurrent.futures' has no attribute %r" % name)
