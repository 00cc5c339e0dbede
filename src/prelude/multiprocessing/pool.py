"""Pools of processes, and of threads.

Tasks go to the workers through one queue, results come back through another. In the parent two threads keep
a pool running: one takes results (and runs the callbacks), one replaces workers that have ended."""
from _conch import _traceback_text
import multiprocessing
import threading
from multiprocessing import TimeoutError
from multiprocessing.queues import _dumps, _loads, SimpleQueue
import queue

__all__ = ['Pool', 'ThreadPool']

INIT, RUN, CLOSE, TERMINATE = 'INIT', 'RUN', 'CLOSE', 'TERMINATE'


# ---- in the worker ----

class RemoteTraceback(Exception):
    """Where an exception was raised in the worker: the cause of the one that the parent sees."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class MaybeEncodingError(Exception):
    """A result could not be sent."""

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return "<%s: %s>" % (self.__class__.__name__, self)


class _Failure:
    """An exception on its way to the parent, with the text of its traceback."""

    def __init__(self, exc, text):
        self.exc = exc
        self.text = text

    def open(self):
        self.exc.__cause__ = RemoteTraceback('\n"""\n%s"""' % self.text)
        return self.exc


def _run(function, args, kwargs):
    """(True, result) or (False, exception)."""
    try:
        return (True, function(*args, **kwargs))
    except Exception as exc:
        return (False, _Failure(exc, _traceback_text(exc, str(exc))))


def _mapstar(function, items):
    return [function(item) for item in items]


def _starmapstar(function, items):
    return [function(*item) for item in items]


def worker(inqueue, outqueue, initializer=None, initargs=(), maxtasks=None):
    if maxtasks is not None and not (isinstance(maxtasks, int) and maxtasks >= 1):
        raise AssertionError("Maxtasks {!r} is not valid".format(maxtasks))
    if initializer is not None:
        initializer(*initargs)
    done = 0
    while maxtasks is None or done < maxtasks:
        try:
            task = inqueue.get()
        except (EOFError, OSError):
            break
        if task is None:
            break
        job, i, function, args, kwargs = task
        result = _run(function, args, kwargs)
        try:
            outqueue.put((job, i, result))
        except Exception as exc:
            wrapped = MaybeEncodingError(exc, result[1] if result[0] else result[1].exc)
            outqueue.put((job, i, (False, _Failure(wrapped, _traceback_text(exc, str(exc))))))
        task = job = result = function = args = kwargs = None
        done += 1


# ---- results ----

class ApplyResult:
    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._event = threading.Event()
        self._job = pool._new_job(self)
        self._callback = callback
        self._error_callback = error_callback

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError("{0!r} not ready".format(self))
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _set(self, i, result):
        self._success, self._value = result
        if self._callback and self._success:
            self._callback(self._value)
        if self._error_callback and not self._success:
            self._error_callback(self._value)
        self._pool._forget(self._job)
        self._event.set()


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    def __init__(self, pool, chunksize, length, callback, error_callback):
        ApplyResult.__init__(self, pool, callback, error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        if chunksize <= 0:
            self._left = 0
            self._event.set()
            pool._forget(self._job)
        else:
            self._left = -(-length // chunksize)

    def _set(self, i, result):
        self._left -= 1
        success, value = result
        if success and self._success:
            self._value[i * self._chunksize:(i + 1) * self._chunksize] = value
            if self._left == 0:
                if self._callback:
                    self._callback(self._value)
                self._done()
        else:
            if not success and self._success:       # the first failure counts
                self._success = False
                self._value = value
            if self._left == 0:
                if self._error_callback:
                    self._error_callback(self._value)
                self._done()

    def _done(self):
        self._pool._forget(self._job)
        self._event.set()


class IMapIterator:
    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = pool._new_job(self)
        self._items = []
        self._index = 0
        self._length = None
        self._unsorted = {}

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            if not self._items:
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration from None
                self._cond.wait(timeout)
                if not self._items:
                    if self._index == self._length:
                        self._pool = None
                        raise StopIteration from None
                    raise TimeoutError from None
            success, value = self._items.pop(0)
        if success:
            return value
        raise value

    __next__ = next

    def _take(self, i, result):
        """In order: what came too early is kept."""
        self._unsorted[i] = result
        while self._index in self._unsorted:
            self._items.append(self._unsorted.pop(self._index))
            self._index += 1

    def _set(self, i, result):
        with self._cond:
            self._take(i, result)
            if self._items:
                self._cond.notify()
            self._maybe_done()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            if self._index == length:
                self._cond.notify()
            self._maybe_done()

    def _maybe_done(self):
        if self._index == self._length and self._pool is not None:
            self._pool._forget(self._job)


class IMapUnorderedIterator(IMapIterator):
    def _take(self, i, result):
        self._items.append(result)
        self._index += 1


# ---- the pool ----

def _terminate_all():
    """The end of the process that has them: pools do not outlive it."""
    for pool in list(_pools):
        pool.terminate()


_pools = []


def _after_fork():
    _pools.clear()


multiprocessing._forked.append(_after_fork)


class Pool:
    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        if processes is None:
            processes = multiprocessing.cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if maxtasksperchild is not None:
            if not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0:
                raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._state = RUN
        self._processes = processes
        self._initializer = initializer
        self._initargs = initargs
        self._maxtasksperchild = maxtasksperchild
        self._cache = {}            # job: its result
        self._jobs = 0
        self._lock = threading.Lock()
        self._change = threading.Condition(self._lock)
        self._make_queues()
        self._keeper = None
        self._pool = []
        try:
            for _ in range(processes):
                self._pool.append(self._start_worker())
        except BaseException:
            self._end_workers()     # one too many: those that have begun are of no use
            raise
        if not _pools:
            multiprocessing._closers.append(_terminate_all)
        _pools.append(self)
        self._start_thread(self._take_results)
        self._start_keeper()

    # what differs in a pool of threads

    def _make_queues(self):
        self._inqueue = SimpleQueue()
        self._outqueue = SimpleQueue()

    def _start_worker(self):
        w = self.Process(target=worker, args=(self._inqueue, self._outqueue, self._initializer, self._initargs,
                                              self._maxtasksperchild))
        w.name = w.name.replace('Process', 'PoolWorker')
        w.daemon = True
        w.start()
        return w

    @staticmethod
    def Process(*args, **kwds):
        from multiprocessing import context
        return context.ForkProcess(*args, **kwds)

    def _start_keeper(self):
        from multiprocessing import connection
        self._wake, self._wakes = connection.Pipe(duplex=False)
        self._keeper = self._start_thread(self._keep_workers)

    def _start_thread(self, target):
        thread = threading.Thread(target=target, daemon=True)
        thread.start()
        return thread

    # ---- threads of the parent ----

    def _take_results(self):
        while True:
            try:
                result = self._outqueue.get()
            except (EOFError, OSError):
                return
            if result is None:
                return
            job, i, (success, value) = result
            if isinstance(value, _Failure):
                value = value.open()
            waiting = self._cache.get(job)
            if waiting is not None:
                waiting._set(i, (success, value))
            result = job = i = value = waiting = None

    def _keep_workers(self):
        """Waits for the end of any worker, and puts a new one in its place."""
        from multiprocessing.connection import wait
        while self._state == RUN or (self._state == CLOSE and self._cache):
            ready = wait([w.sentinel for w in self._pool] + [self._wake])
            if self._wake in ready:
                self._wake.recv_bytes()
            self._replace_ended()
        if self._state != TERMINATE:
            for _ in self._pool:
                self._inqueue.put(None)

    def _replace_ended(self):
        for k, w in enumerate(self._pool):
            if w.exitcode is not None:
                w.join()
                w.close()
                if self._state == RUN or (self._state == CLOSE and self._cache):
                    self._pool[k] = self._start_worker()
                else:
                    self._pool[k] = None
        self._pool = [w for w in self._pool if w is not None]

    def _notify_keeper(self):
        if self._keeper is not None:
            self._wakes.send_bytes(b'x')

    # ---- jobs ----

    def _new_job(self, result):
        with self._lock:
            job = self._jobs
            self._jobs += 1
            self._cache[job] = result
        return job

    def _forget(self, job):
        with self._lock:
            self._cache.pop(job, None)
            last = not self._cache
        if last and self._state == CLOSE:
            self._notify_keeper()

    def _check_running(self):
        if self._state != RUN:
            raise ValueError("Pool not running")

    def _put(self, result, i, function, args, kwargs):
        """A task that cannot be sent fails as if its function had."""
        try:
            self._inqueue.put((result._job, i, function, args, kwargs))
        except Exception as exc:
            result._set(i, (False, exc))

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._put(result, None, func, tuple(args), dict(kwds))
        return result

    def map(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, _mapstar, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, _mapstar, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, _starmapstar, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, _starmapstar, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        if not hasattr(iterable, '__len__'):
            iterable = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(iterable), len(self._pool) * 4)
            if extra:
                chunksize += 1
        if len(iterable) == 0:
            chunksize = 0
        result = MapResult(self, chunksize, len(iterable), callback, error_callback)
        if chunksize > 0:
            items = list(iterable)
            for i, start in enumerate(range(0, len(items), chunksize)):
                self._put(result, i, mapper, (func, tuple(items[start:start + chunksize])), {})
        return result

    def imap(self, func, iterable, chunksize=1):
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        result = kind(self)
        if chunksize == 1:
            self._start_thread(lambda: self._feed(result, func, iterable, None))
            return result
        self._start_thread(lambda: self._feed(result, func, iterable, chunksize))
        return (item for chunk in result for item in chunk)

    def _feed(self, result, func, iterable, chunksize):
        """A thread of its own takes the items, because that may take long, or never end."""
        i = 0
        try:
            if chunksize is None:
                for item in iterable:
                    if self._state == TERMINATE:
                        return
                    self._put(result, i, func, (item,), {})
                    i += 1
            else:
                source = iter(iterable)
                while True:
                    chunk = tuple(item for _, item in zip(range(chunksize), source))
                    if not chunk or self._state == TERMINATE:
                        break
                    self._put(result, i, _mapstar, (func, chunk), {})
                    i += 1
        except Exception as exc:
            result._set(i, (False, exc))
            i += 1
        result._set_length(i)

    # ---- the end ----

    def close(self):
        if self._state == RUN:
            self._state = CLOSE
            self._notify_keeper()

    def terminate(self):
        if self._state == TERMINATE:
            return
        self._state = TERMINATE
        self._notify_keeper()
        if self._keeper is not None:
            self._keeper.join()
        self._end_workers()
        self._outqueue.put(None)
        if self in _pools:
            _pools.remove(self)

    def _end_workers(self):
        for w in self._pool:
            if w.exitcode is None:
                w.terminate()
        for w in self._pool:
            w.join()

    def join(self):
        if self._state == RUN:
            raise ValueError("Pool is still running")
        if self._state not in (CLOSE, TERMINATE):
            raise ValueError("In unknown state")
        self._keeper.join()
        for w in self._pool:
            w.join()
        if self._state == CLOSE:
            self._outqueue.put(None)
            if self in _pools:
                _pools.remove(self)

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError("pool objects cannot be passed between processes or pickled")

    def __repr__(self):
        return "<%s.%s state=%s pool_size=%s>" % (self.__class__.__module__, self.__class__.__qualname__,
                                                  self._state, len(self._pool))


class ThreadPool(Pool):
    """The same with threads for workers: nothing is copied, and a worker cannot be ended from outside."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        Pool.__init__(self, processes, initializer, initargs)

    def _make_queues(self):
        self._inqueue = queue.SimpleQueue()
        self._outqueue = queue.SimpleQueue()

    def _start_worker(self):
        return self._start_thread(lambda: worker(self._inqueue, self._outqueue, self._initializer, self._initargs))

    def _start_keeper(self):
        pass

    def _forget(self, job):
        with self._lock:
            self._cache.pop(job, None)
            self._change.notify_all()

    def close(self):
        if self._state == RUN:
            self._state = CLOSE
            self._start_thread(self._leave_when_done)

    def _leave_when_done(self):
        with self._change:
            while self._cache and self._state == CLOSE:
                self._change.wait()
        for _ in self._pool:
            self._inqueue.put(None)

    def _end_workers(self):
        with self._change:
            self._change.notify_all()
        while True:
            try:
                self._inqueue.get(False)
            except queue.Empty:
                break
        for _ in self._pool:
            self._inqueue.put(None)

    def join(self):
        if self._state == RUN:
            raise ValueError("Pool is still running")
        for thread in self._pool:
            thread.join()
        if self in _pools:
            _pools.remove(self)
        self._outqueue.put(None)
