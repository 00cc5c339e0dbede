"""Tasks: coroutines that the loop runs, and what can be done with several of them."""
from _conch import _gen_kind, _gen_place, _is_async, _next_number, note_switch
from asyncio.exceptions import CancelledError, InvalidStateError
from asyncio.futures import Future, PENDING, isfuture, set_result_unless_cancelled
import asyncio.events as events
import concurrent.futures
import functools

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED

_made = 0       # for names


def iscoroutine(obj):
    return _gen_kind(obj) in (1, 2)


def iscoroutinefunction(func):
    return _is_async(func)


class Task(Future):
    _must_cancel = False
    _fut_waiter = None              # what it waits for
    _cancels = 0
    _log_destroy_pending = True

    def __init__(self, coro, *, loop=None, name=None, context=None):
        global _made
        Future.__init__(self, loop=loop)
        if _gen_kind(coro) not in (1, 2):
            raise TypeError('a coroutine was expected, got %r' % (coro,))
        if name is None:
            _made += 1
            self._name = 'Task-%d' % _made
        else:
            self._name = str(name)
        self._coro = coro
        self._lane = _next_number()
        self._loop._tasks[self] = True
        self._loop.call_soon(self._step)

    def _repr_info(self):
        info = Future._repr_info(self)
        if self._cancels and not self.done():
            info[0] = 'cancelling'
        info.insert(1, 'name=%r' % self._name)
        file, line, defined = _gen_place(self._coro)
        where = ('running at %s:%d' % (file, line) if line else 'done, defined at %s:%d' % (file, defined))
        info.insert(2, 'coro=<%s() %s>' % (self._coro.__qualname__, where))
        if self._fut_waiter is not None:
            info.insert(3, 'wait_for=%r' % self._fut_waiter)
        return info

    def get_coro(self):
        return self._coro

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_stack(self, *, limit=None):
        return []

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def cancel(self, msg=None):
        """CancelledError is raised in it at its next turn, where it waits."""
        self._unseen = False
        if self._state != PENDING:
            return False
        self._cancels += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._cancels

    def uncancel(self):
        if self._cancels > 0:
            self._cancels -= 1
        return self._cancels

    def _step(self, exc=None):
        """One turn: the coroutine runs until it waits for something, or to its end."""
        loop = self._loop
        if self._state != PENDING:
            raise InvalidStateError('_step(): already done: %r, %r' % (self, exc))
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        loop._current_task = self
        note_switch(self._lane, self._name)
        try:
            if exc is None:
                waits_for = self._coro.send(None)
            else:
                waits_for = self._coro.throw(exc)
        except StopIteration as end:
            if self._must_cancel:
                self._must_cancel = False
                self._end()
                Future.cancel(self, msg=self._cancel_message)
            else:
                self._end()
                Future.set_result(self, end.value)
        except CancelledError as error:
            self._cancelled_exc = error
            self._end()
            Future.cancel(self)
        except BaseException as error:
            self._end()
            Future.set_exception(self, error)
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
        else:
            if waits_for is None:               # a bare yield: only a turn for the others
                loop.call_soon(self._step)
            else:
                self._wait_for(waits_for)
        finally:
            loop._current_task = None
            self = None

    def _end(self):
        self._loop._tasks.pop(self, None)

    def _wait_for(self, future):
        wrong = None
        if not isfuture(future):
            wrong = ('yield was used instead of yield from for generator in task %r with %r'
                     if _gen_kind(future) == 1 else 'Task got bad yield: %r')
            wrong = wrong % ((self, future) if '%r with' in wrong else (future,))
        elif future._loop is not self._loop:
            wrong = 'Task %r got Future %r attached to a different loop' % (self, future)
        elif not future._asyncio_future_blocking:
            wrong = 'yield was used instead of yield from in task %r with %r' % (self, future)
        elif future is self:
            wrong = 'Task cannot await on itself: %r' % (self,)
        if wrong is not None:
            self._loop.call_soon(self._step, RuntimeError(wrong))
            return
        future._asyncio_future_blocking = False
        future.add_done_callback(self.task_wakeup)
        self._fut_waiter = future
        if self._must_cancel and future.cancel(msg=self._cancel_message):
            self._must_cancel = False

    def task_wakeup(self, future):
        try:
            future.result()
        except BaseException as exc:
            self._step(exc)
        else:
            self._step()

    task_wakeup.__qualname__ = 'Task.task_wakeup'


# ---- making tasks ----

def create_task(coro, *, name=None, context=None):
    task = events.get_running_loop().create_task(coro)
    if name is not None:
        task.set_name(name)
    return task


def ensure_future(coro_or_future, *, loop=None):
    if isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return coro_or_future
    made_here = False
    if not iscoroutine(coro_or_future):
        if not hasattr(type(coro_or_future), '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        coro_or_future = _await(coro_or_future)
        made_here = True
    if loop is None:
        try:
            loop = events.get_event_loop()
        except RuntimeError:
            if made_here:
                coro_or_future.close()
            raise
    return loop.create_task(coro_or_future)


async def _await(awaitable):
    return await awaitable


def current_task(loop=None):
    if loop is None:
        loop = events.get_running_loop()
    return loop._current_task


def all_tasks(loop=None):
    if loop is None:
        loop = events.get_running_loop()
    return set(loop._tasks)


# ---- waiting ----

class _Turn:
    """`await _Turn()` lets the others run once."""

    def __await__(self):
        yield


async def sleep(delay, result=None):
    """Wait so many seconds; others run meanwhile."""
    if delay <= 0:
        await _turn
        return result
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


_turn = _Turn()


class _GatheringFuture(Future):
    """What gather() returns: a cancel goes to all its children."""

    def __init__(self, children, *, loop):
        Future.__init__(self, loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            self._cancel_requested = True
        return cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """Run them together; a future of the list of their results, in the order of the arguments."""
    if not coros_or_futures:
        outer = events.get_event_loop().create_future()
        outer.set_result([])
        return outer
    loop = None
    outer = None
    seen = {}
    children = []
    left = 0

    def one_is_done(child):
        nonlocal left
        left -= 1
        if outer is None or outer.done():
            if not child.cancelled():
                child.exception()       # it has been looked at
            return
        if not return_exceptions:
            if child.cancelled():
                outer.set_exception(child._make_cancelled_error())
                return
            if child.exception() is not None:
                outer.set_exception(child.exception())
                return
        if left == 0:
            results = [_outcome(each) for each in children]
            if outer._cancel_requested:
                outer.set_exception(child._make_cancelled_error())
            else:
                outer.set_result(results)

    for arg in coros_or_futures:
        future = seen.get(arg)
        if future is None:
            future = ensure_future(arg, loop=loop)
            if loop is None:
                loop = future.get_loop()
            if future is not arg:
                future._log_destroy_pending = False
            left += 1
            seen[arg] = future
            future.add_done_callback(one_is_done)
        children.append(future)
    outer = _GatheringFuture(children, loop=loop)
    return outer


def _outcome(future):
    """Its result, or its exception as a value."""
    if future.cancelled():
        return CancelledError('' if future._cancel_message is None else future._cancel_message)
    exc = future.exception()
    return future.result() if exc is None else exc


def shield(arg):
    """A future that can be cancelled without cancelling what it stands for."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def inner_is_done(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
        elif inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def outer_is_done(outer):
        if not inner.done():
            inner.remove_done_callback(inner_is_done)

    inner.add_done_callback(inner_is_done)
    outer.add_done_callback(outer_is_done)
    return outer


def _limit(timer):
    timer._limits = True
    return timer


def _release(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(future):
    """Cancels it, and waits until it has taken note."""
    waiter = future.get_loop().create_future()
    wake = functools.partial(_release, waiter)
    future.add_done_callback(wake)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(wake)


async def wait_for(fut, timeout):
    """Wait for it so long; then it is cancelled, and TimeoutError is raised."""
    loop = events.get_running_loop()
    if timeout is None:
        return await fut
    if timeout <= 0:
        fut = ensure_future(fut, loop=loop)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        return _result_or_timeout(fut)
    waiter = loop.create_future()
    timer = _limit(loop.call_later(timeout, _release, waiter))
    wake = functools.partial(_release, waiter)
    fut = ensure_future(fut, loop=loop)
    fut.add_done_callback(wake)
    try:
        try:
            await waiter
        except CancelledError:
            if fut.done():
                return fut.result()
            fut.remove_done_callback(wake)
            await _cancel_and_wait(fut)
            raise
        if fut.done():
            return fut.result()
        fut.remove_done_callback(wake)
        await _cancel_and_wait(fut)
        return _result_or_timeout(fut)
    finally:
        timer.cancel()


def _result_or_timeout(future):
    try:
        return future.result()
    except CancelledError as exc:
        raise TimeoutError() from exc


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for tasks: all, the first, or the first that fails. Two sets: done and pending."""
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError('expect a list of futures, not ' + type(fs).__name__)
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError('Invalid return_when value: %s' % return_when)
    fs = set(fs)
    if any([iscoroutine(f) for f in fs]):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = events.get_running_loop()
    waiter = loop.create_future()
    timer = None if timeout is None else _limit(loop.call_later(timeout, _release, waiter))
    left = len(fs)

    def one_is_done(future):
        nonlocal left
        left -= 1
        failed = not future.cancelled() and future.exception() is not None
        if left <= 0 or return_when == FIRST_COMPLETED or (return_when == FIRST_EXCEPTION and failed):
            if timer is not None:
                timer.cancel()
            _release(waiter)

    for future in fs:
        future.add_done_callback(one_is_done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(one_is_done)
    return {f for f in fs if f.done()}, {f for f in fs if not f.done()}


def as_completed(fs, *, timeout=None):
    """For `for`: awaitables that give the results in the order in which they come."""
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError('expect an iterable of futures, not ' + type(fs).__name__)
    from asyncio.queues import Queue
    done = Queue()
    loop = events.get_event_loop()
    todo = {ensure_future(f, loop=loop) for f in set(fs)}
    timer = None

    def time_is_up():
        for future in todo:
            future.remove_done_callback(one_is_done)
            done.put_nowait(None)
        todo.clear()

    def one_is_done(future):
        if not todo:
            return
        todo.remove(future)
        done.put_nowait(future)
        if not todo and timer is not None:
            timer.cancel()

    async def next_done():
        future = await done.get()
        if future is None:
            raise TimeoutError
        return future.result()

    for future in todo:
        future.add_done_callback(one_is_done)
    if todo and timeout is not None:
        timer = _limit(loop.call_later(timeout, time_is_up))
    for _ in range(len(todo)):
        yield next_done()


# ---- time limits ----

class Timeout:
    """`async with timeout(s)`: what is inside is cancelled when the time is up."""

    def __init__(self, when):
        self._state = 'created'
        self._when = when
        self._timer = None
        self._task = None

    def when(self):
        return self._when

    def reschedule(self, when):
        if self._state != 'active':
            if self._state == 'created':
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError('Cannot change state of %s Timeout' % self._state)
        self._when = when
        if self._timer is not None:
            self._timer.cancel()
        loop = events.get_running_loop()
        if when is None:
            self._timer = None
        elif when <= loop.time():
            self._timer = loop.call_soon(self._on_timeout)
        else:
            self._timer = _limit(loop.call_at(when, self._on_timeout))

    def expired(self):
        return self._state in ('expiring', 'expired')

    def __repr__(self):
        info = [self._state]
        if self._state == 'active':
            info.append('when=%s' % (round(self._when, 3) if self._when is not None else None))
        return '<Timeout [%s]>' % ' '.join(info)

    async def __aenter__(self):
        task = current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        if self._state != 'created':
            raise RuntimeError("Timeout has already been entered")
        self._state = 'active'
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._state == 'expiring':
            self._state = 'expired'
            if self._task.uncancel() <= self._cancelling and exc_type is CancelledError:
                raise TimeoutError from exc_val     # it was this, and nobody else's cancel
        elif self._state == 'active':
            self._state = 'finished'
        return None

    def _on_timeout(self):
        self._task.cancel()
        self._state = 'expiring'
        self._timer = None


def timeout(delay):
    loop = events.get_running_loop()
    return Timeout(loop.time() + delay if delay is not None else None)


def timeout_at(when):
    return Timeout(when)


# ---- groups ----

class TaskGroup:
    """`async with TaskGroup()`: leaves when all its tasks are done; if one fails, the others are cancelled."""

    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._loop = None
        self._parent = None
        self._parent_cancelled = False
        self._tasks = set()
        self._errors = []
        self._base_error = None
        self._all_done = None

    def __repr__(self):
        info = ['']
        if self._tasks:
            info.append('tasks=%d' % len(self._tasks))
        if self._errors:
            info.append('errors=%d' % len(self._errors))
        if self._aborting:
            info.append('cancelling')
        elif self._entered:
            info.append('entered')
        return '<TaskGroup%s>' % ' '.join(info)

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError('TaskGroup %r has been already entered' % (self,))
        self._entered = True
        self._loop = events.get_running_loop()
        self._parent = current_task(self._loop)
        if self._parent is None:
            raise RuntimeError('TaskGroup %r cannot determine the parent task' % (self,))
        return self

    async def __aexit__(self, kind, exc, tb):
        self._exiting = True
        if exc is not None and isinstance(exc, (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = exc
        propagate = exc if kind is CancelledError else None
        if self._parent_cancelled and self._parent.uncancel() == 0:
            propagate = None            # the cancel was the group's own
        if kind is not None and not self._aborting:
            self._abort()
        while self._tasks:
            if self._all_done is None:
                self._all_done = self._loop.create_future()
            try:
                await self._all_done
            except CancelledError as error:
                if not self._aborting:
                    propagate = error   # the parent is cancelled while it waits here
                    self._abort()
            self._all_done = None
        if self._base_error is not None:
            raise self._base_error
        if propagate is not None and not self._errors:
            raise propagate
        if kind is not None and kind is not CancelledError:
            self._errors.append(exc)
        if self._errors:
            errors, self._errors = self._errors, None
            plain = all([isinstance(e, Exception) for e in errors])
            raise (ExceptionGroup if plain else BaseExceptionGroup)(
                'unhandled errors in a TaskGroup', errors) from None

    def create_task(self, coro, *, name=None, context=None):
        if not self._entered:
            raise RuntimeError('TaskGroup %r has not been entered' % (self,))
        if self._exiting and not self._tasks:
            raise RuntimeError('TaskGroup %r is finished' % (self,))
        if self._aborting:
            raise RuntimeError('TaskGroup %r is shutting down' % (self,))
        task = self._loop.create_task(coro)
        if name is not None:
            task.set_name(name)
        task.add_done_callback(self._on_task_done)
        self._tasks.add(task)
        return task

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.discard(task)
        if self._all_done is not None and not self._tasks and not self._all_done.done():
            self._all_done.set_result(True)
        if task.cancelled():
            return
        exc = task.exception()
        if exc is None:
            return
        self._errors.append(exc)
        if isinstance(exc, (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = exc
        if self._parent.done():
            self._loop.call_exception_handler({
                'message': 'Task %r has errored out but its parent task %r is already completed' % (
                    task, self._parent),
                'exception': exc, 'task': task})
            return
        if not self._aborting and not self._parent_cancelled:
            # the parent may be anywhere inside of the group's body: it is taken out of there
            self._abort()
            self._parent_cancelled = True
            self._parent.cancel()


# ---- other threads ----

async def to_thread(func, /, *args, **kwargs):
    """The call is made by another thread while this coroutine waits."""
    loop = events.get_running_loop()
    return await loop.run_in_executor(None, functools.partial(func, *args, **kwargs))


def run_coroutine_threadsafe(coro, loop):
    """From another thread: the loop runs it; a future of concurrent.futures."""
    if not iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    future = concurrent.futures.Future()

    def begin():
        task = ensure_future(coro, loop=loop)

        def ended(task):
            if task.cancelled():
                future.cancel()
                future.set_running_or_notify_cancel()
            elif future.set_running_or_notify_cancel():
                if task.exception() is not None:
                    future.set_exception(task.exception())
                else:
                    future.set_result(task.result())

        task.add_done_callback(ended)
        future.add_done_callback(lambda f: f.cancelled() and loop.call_soon_threadsafe(task.cancel))

    loop.call_soon_threadsafe(begin)
    return future


# ---- whole programs ----

class Runner:
    """A loop for several calls of run(); the loop ends with the with-block."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._debug = debug
        self._factory = loop_factory
        self._loop = None
        self._closed = False

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def get_loop(self):
        if self._closed:
            raise RuntimeError("Runner is closed")
        if self._loop is None:
            self._loop = self._factory() if self._factory else events.new_event_loop()
            events.set_event_loop(self._loop)
            if self._debug is not None:
                self._loop.set_debug(self._debug)
        return self._loop

    def run(self, coro, *, context=None):
        if not iscoroutine(coro):
            raise ValueError('a coroutine was expected, got %r' % (coro,))
        if events._get_running_loop() is not None:
            raise RuntimeError('Runner.run() cannot be called from a running event loop')
        loop = self.get_loop()
        task = loop.create_task(coro)
        try:
            return loop.run_until_complete(task)
        except KeyboardInterrupt:
            if task.done():
                raise
            task.cancel()               # Ctrl-C: main is cancelled, and may clean up
            try:
                loop.run_until_complete(task)
            except CancelledError:
                pass
            raise

    def close(self):
        loop = self._loop
        if loop is None or self._closed:
            self._closed = True
            return
        global _made
        try:
            _cancel_all_tasks(loop)
            _made += 2              # the names of these two, whether they are needed or not
            if loop._asyncgens:
                loop.run_until_complete(loop.shutdown_asyncgens())
            if loop._executor is not None:
                loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            events.set_event_loop(None)
            loop.close()
            self._loop = None
            self._closed = True


def _cancel_all_tasks(loop):
    left = list(all_tasks(loop))
    if not left:
        return
    for task in left:
        task.cancel()
    loop.run_until_complete(gather(*left, return_exceptions=True))
    for task in left:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({'message': 'unhandled exception during asyncio.run() shutdown',
                                         'exception': task.exception(), 'task': task})


def run(main, *, debug=None):
    """Run a coroutine in a loop of its own; what is left when it ends is cancelled."""
    if events._get_running_loop() is not None:
        raise RuntimeError('asyncio.run() cannot be called from a running event loop')
    with Runner(debug=debug) as runner:
        return runner.run(main)
