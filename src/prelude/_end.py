"""The end of a program: what must be done before its process may leave."""
from _conch import _hook, _hooked

_last = []          # done in reverse: atexit functions
_joins = []         # done first: waiting for threads and processes


def at_exit(function):
    _last.append(function)


def at_join(function):
    _joins.append(function)


def before_join(function):
    """What ends threads that wait for work, so that joining them comes to an end."""
    _joins.insert(0, function)


def _finish():
    for function in list(_joins):
        function()
    while _last:
        _last.pop()()


def _message():
    return str(_hooked(8))


_hook(3, _finish)
_hook(7, _message)
