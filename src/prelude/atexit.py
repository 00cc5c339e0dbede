"""What is to be done when the program ends."""
import _end
from _end import _last

__all__ = ["register", "unregister"]


def register(func, /, *args, **kwargs):
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _last.append(_Call(func, args, kwargs))
    return func


class _Call:
    def __init__(self, func, args, kwargs):
        self.func, self.args, self.kwargs = func, args, kwargs

    def __call__(self):
        self.func(*self.args, **self.kwargs)


def unregister(func, /):
    _last[:] = [c for c in _last if not (isinstance(c, _Call) and c.func == func)]


def _run_exitfuncs():
    while _last:
        _end._call_last()


def _clear():
    _last.clear()


def _ncallbacks():
    return len(_last)
