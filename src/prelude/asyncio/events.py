"""The event loop: a queue of calls to be made, and timers that put calls into it.

One turn of the loop: wait for the next timer if nothing is ready; move the timers that are due to the
queue; make the calls that were in the queue when the turn began, first come, first served.
"""
from _conch import _multi, _traceback_text, clock, deque, note_switch, sleep, sync, sync_new, write
import _end
import heapq
import threading

_RESOLUTION = 1e-9      # a timer is due if it is not later than that
_running = {}           # thread: the loop that runs in it
_current = {}           # thread: the loop that set_event_loop() gave it
_with_tasks = []        # loops that have not been closed, or that were while they had tasks


class Handle:
    """A call that will be made; cancel() prevents it."""
    _cancelled = False

    def __init__(self, callback, args, loop):
        self._callback = callback
        self._args = args
        self._loop = loop

    def cancel(self):
        self._cancelled = True
        self._callback = None
        self._args = None

    def cancelled(self):
        return self._cancelled

    def __repr__(self):
        if self._cancelled:
            return '<%s cancelled>' % type(self).__name__
        return '<%s %s>' % (type(self).__name__, self._told())

    def _told(self):
        from asyncio.futures import _callback_text
        return _callback_text(self._callback, self._args)


class TimerHandle(Handle):
    _limits = False     # its time is the most that something else may take

    def __init__(self, when, callback, args, loop):
        self._when = when
        self._callback = callback
        self._args = args
        self._loop = loop

    def when(self):
        return self._when


class AbstractEventLoop:
    pass


class BaseEventLoop(AbstractEventLoop):
    def __init__(self):
        self._ready = deque()       # Handles, or (function, argument) of the loop's own
        self._timers = []           # a heap of (when, number, TimerHandle)
        self._timers_made = 0
        self._stopping = False
        self._closed = False
        self._thread = None         # where it runs
        self._wake = None           # a semaphore: calls that other threads have put into the queue
        self._executor = None
        self._exception_handler = None
        self._task_factory = None
        self._debug = False
        self._tasks = {}            # those that are not done
        self._current_task = None
        self._asyncgens = []
        _with_tasks.append(self)

    def __repr__(self):
        return '<_UnixSelectorEventLoop running=%s closed=%s debug=%s>' % (
            self.is_running(), self._closed, self._debug)

    # ---- calls ----

    def time(self):
        return clock(1)

    def call_soon(self, callback, *args, context=None):
        if self._closed:
            raise RuntimeError('Event loop is closed')
        handle = Handle(callback, args, self)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        handle = self.call_soon(callback, *args)
        sync(self._wakeup(), 'SEM_RELEASE', 1, True, None)
        return handle

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(clock(1) + delay, callback, *args)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        if self._closed:
            raise RuntimeError('Event loop is closed')
        handle = TimerHandle(when, callback, args, self)
        self._timers_made += 1
        heapq.heappush(self._timers, (when, self._timers_made, handle))
        return handle

    def _wakeup(self):
        if self._wake is None:
            self._wake = sync_new('semaphore', 0, None, False, None)
        return self._wake

    # ---- running ----

    def run_forever(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')
        if self._thread is not None:
            raise RuntimeError('This event loop is already running')
        thread = threading.get_ident()
        if _running.get(thread) is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')
        self._thread = thread
        _running[thread] = self
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._thread = None
            del _running[thread]
            note_switch(0)

    def _run_once(self):
        ready, timers = self._ready, self._timers
        if timers:
            while timers and timers[0][2]._cancelled:
                heapq.heappop(timers)
        if not ready and not self._stopping:
            self._wait(timers[0][2] if timers else None)
        if timers:
            due = clock(1) + _RESOLUTION
            while timers and timers[0][0] < due:
                ready.append(heapq.heappop(timers)[2])
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                try:
                    handle._callback(*handle._args)
                except (SystemExit, KeyboardInterrupt):
                    raise
                except BaseException as exc:
                    self.call_exception_handler({'message': 'Exception in callback ' + handle._told(),
                                                 'exception': exc, 'handle': handle})

    def _wait(self, timer):
        """Until the next timer, or until another thread has a call for this loop."""
        seconds = None if timer is None else timer._when - clock(1)
        if seconds is not None and seconds <= 0:
            return
        note_switch(0)              # it is the thread that waits, and no task
        if seconds is not None and self._wake is None and not _multi():
            sleep(seconds)
        elif seconds is not None and not timer._limits:
            self._pass_time(seconds)
        else:
            sync(self._wakeup(), 'SEM_ACQUIRE', 1, True, seconds)

    def _pass_time(self, seconds):
        """A sleep that a call ends early: it passes whatever the other threads do, and an explorer knows it by this name."""
        sync(self._wakeup(), 'SEM_ACQUIRE', 1, True, seconds)

    def run_until_complete(self, future):
        from asyncio.tasks import ensure_future, isfuture
        if self._closed:
            raise RuntimeError('Event loop is closed')
        if self._thread is not None:
            raise RuntimeError('This event loop is already running')
        if _running.get(threading.get_ident()) is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')
        is_new = not isfuture(future)
        future = ensure_future(future, loop=self)
        if is_new:
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except BaseException:
            if future.done() and not future.cancelled():
                future.exception()      # this one raises; nobody will look at that one
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def stop(self):
        self._stopping = True

    def is_running(self):
        return self._thread is not None

    def is_closed(self):
        return self._closed

    def close(self):
        if self._thread is not None:
            raise RuntimeError("Cannot close a running event loop")
        if self._closed:
            return
        self._closed = True
        self._ready.clear()
        self._timers.clear()
        if not self._tasks:
            _with_tasks.remove(self)
        if self._executor is not None:
            self._executor.shutdown(wait=False)

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled

    # ---- what runs in it ----

    def create_future(self):
        from asyncio.futures import Future
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        from asyncio.tasks import Task
        if self._closed:
            raise RuntimeError('Event loop is closed')
        if self._task_factory is not None:
            task = self._task_factory(self, coro)
            if name is not None:
                task.set_name(name)
            return task
        return Task(coro, loop=self, name=name)

    def set_task_factory(self, factory):
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def run_in_executor(self, executor, func, *args):
        """The call is made by a thread of a pool; what is returned can be awaited."""
        from asyncio.futures import wrap_future
        if self._closed:
            raise RuntimeError('Event loop is closed')
        if executor is None:
            if self._executor is None:
                from concurrent.futures import ThreadPoolExecutor
                self._executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
            executor = self._executor
        self._wakeup()
        return wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        self._executor = executor

    async def shutdown_default_executor(self):
        if self._executor is not None:
            self._executor.shutdown(wait=True)

    async def shutdown_asyncgens(self):
        """Those that were begun and left are closed, so that their finally blocks run."""
        gens, self._asyncgens = self._asyncgens, []
        for gen in gens:
            try:
                await gen.aclose()
            except Exception as exc:
                self.call_exception_handler({
                    'message': 'an error occurred during closing of asynchronous generator %r' % (gen,),
                    'exception': exc, 'asyncgen': gen})

    def add_signal_handler(self, number, callback, *args):
        import signal
        self._wakeup()
        signal.signal(number, lambda *_: self.call_soon_threadsafe(callback, *args))

    def remove_signal_handler(self, number):
        import signal
        signal.signal(number, signal.SIG_DFL)
        return True

    # ---- what went wrong where nobody can catch it ----

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError('A callable object or None is expected, got %r' % (handler,))
        self._exception_handler = handler

    def get_exception_handler(self):
        return self._exception_handler

    def default_exception_handler(self, context):
        lines = [context.get('message') or 'Unhandled exception in event loop']
        for key in sorted(context):
            if key not in ('message', 'exception'):
                lines.append('%s: %r' % (key, context[key]))
        text = '\n'.join(lines) + '\n'
        exc = context.get('exception')
        if exc is not None:
            text += _traceback_text(exc, str(exc))
        write(2, text)

    def call_exception_handler(self, context):
        if self._exception_handler is None:
            self.default_exception_handler(context)
            return
        try:
            self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.default_exception_handler({'message': 'Unhandled error in exception handler',
                                            'exception': exc, 'context': context})


def _tell_unfinished():
    """The end of the program: of tasks that were begun and left."""
    for loop in _with_tasks:
        for task in loop._tasks:
            if task._log_destroy_pending:
                loop.call_exception_handler({'message': 'Task was destroyed but it is pending!', 'task': task})


_end.at_exit(_tell_unfinished)


def _run_until_complete_cb(future):
    if not future.cancelled() and isinstance(future._exception, (SystemExit, KeyboardInterrupt)):
        return          # it comes out of the loop by itself
    future.get_loop().stop()


# ---- which loop ----

def _get_running_loop():
    return _running.get(threading.get_ident())


def get_running_loop():
    loop = _running.get(threading.get_ident())
    if loop is None:
        raise RuntimeError('no running event loop')
    return loop


def get_event_loop():
    thread = threading.get_ident()
    loop = _running.get(thread) or _current.get(thread)
    if loop is None:
        if threading.current_thread() is not threading.main_thread() or thread in _current:
            raise RuntimeError('There is no current event loop in thread %r.' % threading.current_thread().name)
        loop = _current[thread] = BaseEventLoop()
    return loop


def set_event_loop(loop):
    _current[threading.get_ident()] = loop


def new_event_loop():
    return BaseEventLoop()


class _Policy:
    """Policies decide which loop is whose; there is one here, and it does what the functions do."""

    def get_event_loop(self):
        return get_event_loop()

    def set_event_loop(self, loop):
        set_event_loop(loop)

    def new_event_loop(self):
        return new_event_loop()


_policy = _Policy()


def get_event_loop_policy():
    return _policy


def set_event_loop_policy(policy):
    global _policy
    _policy = policy or _Policy()
