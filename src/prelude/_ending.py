"""What is done when objects die that have something to say: see vm/ending.c."""
from _conch import _dying, _gen_kind, _greenlet_object, _hook, _made_at, _traceback_text, write


def _end(obj):
    kind = _gen_kind(obj)
    made_at = _made_at(obj) if kind == 2 else None
    if made_at is not None:
        _never_awaited(obj, made_at)
    elif kind in (1, 2):
        obj.close()
    elif kind:
        _close_later(obj)
    elif hasattr(type(obj), '__del__'):
        obj.__del__()
    elif hasattr(type(obj), '_dead'):
        obj._dead()
    else:
        _unwind(obj)


def _never_awaited(coro, made_at):
    file, line, source = made_at
    text = "%s:%d: RuntimeWarning: coroutine '%s' was never awaited\n" % (file, line, coro.__qualname__)
    if source is not None:
        text += '  %s\n' % source.strip()
    coro.close()
    write(2, text + 'RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n')


def _unwind(handle):
    """A greenlet that nobody can switch to any more ends where it stands."""
    import greenlet
    lost = _greenlet_object(handle)
    if lost is not None and lost:
        lost._parent = greenlet.getcurrent()
        lost.throw(greenlet.GreenletExit)


def _close_later(gen):
    """An async generator can only be closed by a loop."""
    import asyncio
    loop = asyncio._get_running_loop()
    if loop is not None:
        loop.create_task(gen.aclose())


def end_dying():
    again = False
    while True:
        dying = _dying(again)
        if not dying:
            return
        for obj in dying:
            try:
                _end(obj)
            except BaseException as exc:
                what = obj if _gen_kind(obj) else getattr(type(obj), '__del__', obj)
                exc.__context__ = exc.__cause__ = None  # told alone, as in CPython
                write(2, 'Exception ignored in: %r\n%s' % (what, _traceback_text(exc, str(exc))))
        again, obj, dying = True, None, None  # what only they held dies now


_hook(9, end_dying)
end_dying()
