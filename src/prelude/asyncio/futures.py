"""Futures: results that will come. Whoever awaits one is called back by the loop when it is there."""
from _conch import _function_info, _when_dead
from asyncio.exceptions import CancelledError, InvalidStateError
import asyncio.events as events

PENDING = 'PENDING'
CANCELLED = 'CANCELLED'
FINISHED = 'FINISHED'


def isfuture(obj):
    return hasattr(type(obj), '_asyncio_future_blocking') and obj._asyncio_future_blocking is not None


class Future:
    # How a task knows that a value it was given is a future that is awaited: True for that moment.
    _asyncio_future_blocking = False

    # Most futures never need these: they become the object's own when they change.
    _state = PENDING
    _result = None
    _exception = None
    _cancel_message = None
    _cancelled_exc = None
    _unseen = False         # it failed, and nobody has looked at the exception yet
    _callbacks = None

    def __init__(self, *, loop=None):
        self._loop = loop if loop is not None else events.get_event_loop()

    def __repr__(self):
        return '<%s %s>' % (type(self).__name__, ' '.join(self._repr_info()))

    def _repr_info(self):
        info = [self._state.lower()]
        if self._state == FINISHED:
            if self._exception is not None:
                info.append('exception=%r' % (self._exception,))
            else:
                info.append('result=' + _short(self._result))
        if self._callbacks:
            info.append('cb=[%s]' % ', '.join([_callback_text(cb) for cb in self._callbacks]))
        return info

    def __class_getitem__(cls, item):
        return cls

    def get_loop(self):
        return self._loop

    # ---- its state ----

    def cancelled(self):
        return self._state == CANCELLED

    def done(self):
        return self._state != PENDING

    def result(self):
        if self._state == CANCELLED:
            raise self._make_cancelled_error()
        if self._state != FINISHED:
            raise InvalidStateError('Result is not set.')
        self._unseen = False
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        if self._state == CANCELLED:
            raise self._make_cancelled_error()
        if self._state != FINISHED:
            raise InvalidStateError('Exception is not set.')
        self._unseen = False
        return self._exception

    def _make_cancelled_error(self):
        if self._cancelled_exc is not None:
            exc, self._cancelled_exc = self._cancelled_exc, None
            return exc
        return CancelledError() if self._cancel_message is None else CancelledError(self._cancel_message)

    # ---- its end ----

    def cancel(self, msg=None):
        self._unseen = False
        if self._state != PENDING:
            return False
        self._state = CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    def set_result(self, result):
        if self._state != PENDING:
            raise InvalidStateError('invalid state')
        self._result = result
        self._state = FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception):
        if self._state != PENDING:
            raise InvalidStateError('invalid state')
        if isinstance(exception, type):
            exception = exception()
        if type(exception) is StopIteration:
            raise TypeError("StopIteration interacts badly with generators and cannot be raised into a Future")
        self._exception = exception
        self._state = FINISHED
        self._unseen = True
        _when_dead(self)
        self._schedule_callbacks()

    def _dead(self):
        """Nobody can look at it any more."""
        if self._unseen:
            self._loop.call_exception_handler({
                'message': type(self).__name__ + ' exception was never retrieved',
                'exception': self._exception, 'future': self})

    def add_done_callback(self, fn, *, context=None):
        if self._state != PENDING:
            self._loop.call_soon(fn, self)
        elif self._callbacks is None:
            self._callbacks = [fn]
        else:
            self._callbacks.append(fn)

    def remove_done_callback(self, fn):
        if self._callbacks is None:
            return 0
        kept = [cb for cb in self._callbacks if cb != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def _schedule_callbacks(self):
        callbacks = self._callbacks
        if callbacks:
            self._callbacks = None
            for fn in callbacks:
                self._loop.call_soon(fn, self)

    # ---- waiting for it ----

    def __await__(self):
        if self._state == PENDING:
            self._asyncio_future_blocking = True
            yield self          # the task that runs this is called back when it is done
            if self._state == PENDING:
                raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


def _short(value):
    text = repr(value)
    if len(text) > 40 and isinstance(value, (str, list, dict, tuple)):
        import reprlib
        return reprlib.repr(value)
    return text


def _callback_text(fn, args=()):
    """A call as messages tell it: its name, its arguments, and where the function begins."""
    text, inner = _call_text(fn, args), fn
    while hasattr(inner, 'func'):           # functools.partial
        inner = inner.func
    if type(inner) is not type(_callback_text):
        return text
    *_, line, _, _, _, _, file = _function_info(inner)
    return text if file.startswith('<conch ') else '%s at %s:%s' % (text, file, line)


def _call_text(fn, args, keywords={}):
    parts = [repr(a) for a in args] + ['%s=%r' % item for item in keywords.items()]
    suffix = '(%s)' % ', '.join(parts)
    if hasattr(fn, 'func'):
        return _call_text(fn.func, fn.args, fn.keywords) + suffix
    name = getattr(fn, '__qualname__', None) or getattr(fn, '__name__', None)
    return (name or repr(fn)) + suffix


def set_result_unless_cancelled(future, result):
    """The call of a timer whose future may have been given up meanwhile."""
    if not future.cancelled():
        future.set_result(result)


def wrap_future(future, *, loop=None):
    """A future of concurrent.futures, to be awaited."""
    if isfuture(future):
        return future
    if loop is None:
        loop = events.get_event_loop()
    mine = loop.create_future()
    chain(future, mine, loop)
    return mine


def chain(theirs, mine, loop):
    """What becomes of a thread's future becomes of the loop's; a cancel goes the other way too."""
    def on_theirs(_):
        if not loop.is_closed():
            loop.call_soon_threadsafe(take)

    def take():
        if mine.cancelled():
            return
        if theirs.cancelled():
            mine.cancel()
        elif theirs.exception() is not None:
            mine.set_exception(_as_ours(theirs.exception()))
        else:
            mine.set_result(theirs.result())

    def on_mine(_):
        if mine.cancelled():
            theirs.cancel()

    mine.add_done_callback(on_mine)
    theirs.add_done_callback(on_theirs)


def _as_ours(exc):
    import concurrent.futures
    if type(exc) is concurrent.futures.CancelledError:
        return CancelledError(*exc.args)
    return exc
