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


def _call_last():
    """The others are called too if one fails."""
    function = _last.pop()
    try:
        function()
    except BaseException as e:
        from traceback import print_exception
        import sys
        print(f"Exception ignored in atexit callback: {getattr(function, 'func', function)!r}", file=sys.stderr)
        print_exception(e)


def _finish():
    for function in list(_joins):
        function()
    while _last:
        _call_last()


def _message():
    return str(_hooked(8))


_hook(3, _finish)
_hook(7, _message)
