"""A pool of processes that makes calls; what a call gives comes back through a future.

Calls go to the workers through one queue, results come back through another. Two threads of the parent keep it running: one
takes results, one watches whether a worker ends before its time, which breaks the pool."""
from _conch import _traceback_text
from concurrent.futures import BrokenExecutor, Executor, Future
import _end
import multiprocessing
from multiprocessing import connection, context
from multiprocessing.queues import SimpleQueue
import threading

_MOST_WORKERS = 61


class _RemoteTraceback(Exception):
    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class BrokenProcessPool(BrokenExecutor):
    """Raised when a process of a ProcessPoolExecutor ended abruptly."""
    __module__ = 'concurrent.futures.process'


# ---- in the worker ----

def _chunk(fn, rows):
    return [fn(*args) for args in rows]


def _work(calls, results, initializer, initargs, most):
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            import logging
            logging.getLogger('concurrent.futures').critical('Exception in initializer:', exc_info=True)
            return
    done = 0
    while most is None or done < most:
        call = calls.get()
        if call is None:
            results.put(('left', multiprocessing.current_process().pid, None, None))
            return
        number, fn, args, kwargs = call
        try:
            answer = ('done', number, fn(*args, **kwargs), None)
        except BaseException as exc:
            answer = ('failed', number, exc, _traceback_text(exc, str(exc)))
        try:
            results.put(answer)
        except Exception as exc:
            results.put(('failed', number, exc, _traceback_text(exc, str(exc))))
        call = fn = args = kwargs = answer = None
        done += 1
    results.put(('left', multiprocessing.current_process().pid, None, None))


# ---- in the parent ----

_executors = []


def _at_exit():
    for executor in list(_executors):
        executor.shutdown()


def _after_fork():
    _executors.clear()


multiprocessing._forked.append(_after_fork)
_end.before_join(_at_exit)


class ProcessPoolExecutor(Executor):
    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        if max_workers is None:
            max_workers = multiprocessing.cpu_count() or 1
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError("max_tasks_per_child must be an integer")
            if max_tasks_per_child <= 0:
                raise ValueError("max_tasks_per_child must be >= 1")
        self._max_workers = max_workers
        self._initializer = initializer
        self._initargs = initargs
        self._max_tasks = max_tasks_per_child
        self._lock = threading.RLock()
        self._processes = None      # pid: worker
        self._numbered = 0
        self._pending = {}          # number: (future, fn, args, kwargs), not sent yet
        self._sent = {}             # number: future
        self._broken = False
        self._shut = False

    def submit(self, fn, /, *args, **kwargs):
        with self._lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shut:
                raise RuntimeError('cannot schedule new futures after shutdown')
            future = Future()
            self._pending[self._numbered] = future, fn, args, kwargs
            self._numbered += 1
            if self._processes is None:
                self._start()
            self._send()
            return future

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        rows = list(zip(*iterables))
        chunks = [rows[i:i + chunksize] for i in range(0, len(rows), chunksize)]
        results = Executor.map(self, lambda *a: None, [], timeout=timeout) if not chunks else \
            self._map_chunks(fn, chunks, timeout)
        return results

    def _map_chunks(self, fn, chunks, timeout):
        from concurrent.futures import _results, clock
        end = None if timeout is None else clock(1) + timeout
        futures = [self.submit(_chunk, fn, rows) for rows in chunks]
        return (item for chunk in _results(futures, end) for item in chunk)

    # ---- workers ----

    def _start(self):
        self._calls = SimpleQueue()
        self._results = SimpleQueue()
        self._wake, self._wakes = connection.Pipe(duplex=False)
        self._processes = {}
        try:
            for _ in range(self._max_workers):
                self._start_worker()
        except BaseException:       # one too many: it has not begun, and may be asked again
            workers = self._terminate_workers()
            self._processes = None
            for process in workers:
                process.join()
            raise
        self._taker = threading.Thread(target=self._take_results, daemon=True)
        self._watcher = threading.Thread(target=self._watch_workers, daemon=True)
        self._taker.start()
        self._watcher.start()
        _executors.append(self)

    def _start_worker(self):
        process = context.ForkProcess(target=_work, args=(self._calls, self._results, self._initializer,
                                                          self._initargs, self._max_tasks))
        process.start()
        self._processes[process.pid] = process

    def _send(self):
        """No more calls than the workers will want soon: the others can still be cancelled. The lock is held."""
        while self._pending and len(self._sent) < self._max_workers * 2 + 1 and not self._broken:
            number = next(iter(self._pending))
            future, fn, args, kwargs = self._pending.pop(number)
            if not future.set_running_or_notify_cancel():
                continue
            self._sent[number] = future
            try:
                self._calls.put((number, fn, args, kwargs))
            except Exception as exc:
                del self._sent[number]
                exc.__cause__ = _RemoteTraceback('\n"""\n%s"""' % _traceback_text(exc, str(exc)))
                future.set_exception(exc)

    def _take_results(self):
        while True:
            kind, number, value, text = self._results.get()
            if kind == 'left':
                self._worker_left(number)
            elif kind == 'broken':
                self._break(number)
            else:
                with self._lock:
                    future = self._sent.pop(number, None)
                    self._send()
                if future is not None and kind == 'done':
                    future.set_result(value)
                elif future is not None:
                    value.__cause__ = _RemoteTraceback('\n"""\n%s"""' % text)
                    future.set_exception(value)
                future = value = None
            with self._lock:
                if self._broken or (self._shut and not self._pending and not self._sent):
                    break
        self._end_workers()

    def _worker_left(self, pid):
        """Its number of calls is reached: another one takes its place."""
        with self._lock:
            process = self._processes.pop(pid, None)
            if process is not None and not self._shut:
                self._start_worker()
        if process is not None:
            self._wakes.send_bytes(b'x')
            process.join()

    def _break(self, _):
        with self._lock:
            self._broken = 'A child process terminated abruptly, the process pool is not usable anymore'
            futures = list(self._sent.values()) + [entry[0] for entry in self._pending.values()]
            self._sent.clear()
            self._pending.clear()
        for future in futures:
            if not future.done():
                future.set_exception(BrokenProcessPool(
                    'A process in the process pool was terminated abruptly while the future was running or pending.'))
        self._terminate_workers()

    def _terminate_workers(self):
        workers = list(self._processes.values())
        for process in workers:
            process.terminate()
        return workers

    def _end_workers(self):
        with self._lock:
            processes = list(self._processes.values())
            self._processes = {}
            self._wakes.send_bytes(b'x')
        for _ in processes:
            self._calls.put(None)
        for process in processes:
            process.join()

    def _watch_workers(self):
        while True:
            with self._lock:
                watched = dict((process.sentinel, pid) for pid, process in self._processes.items())
            if not watched:
                return
            ready = connection.wait(list(watched) + [self._wake])
            if self._wake in ready:
                self._wake.recv_bytes()
                continue
            with self._lock:
                gone = [watched[fd] for fd in ready if watched[fd] in self._processes]
                ended = [pid for pid in gone if self._processes[pid].exitcode != 0 or self._initializer is not None]
            if self._max_tasks is None or ended:
                self._results.put(('broken', gone[0] if gone else 0, None, None))
                return
            self._wake.recv_bytes()         # it has said that it leaves: a new one takes its place

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._lock:
            first = not self._shut
            self._shut = True
            if cancel_futures:
                for entry in self._pending.values():
                    entry[0].cancel()
                self._pending.clear()
            idle = self._processes is not None and not self._pending and not self._sent
        if self._processes is not None and first and idle:
            self._results.put(('idle', None, None, None))
        if wait and self._processes is not None:
            self._taker.join()
            self._watcher.join()
        if self in _executors:
            _executors.remove(self)
