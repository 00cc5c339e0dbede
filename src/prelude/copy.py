"""Copies, shallow and deep."""

from _conch import _instance_new, _payload, deque


class Error(Exception):
    pass


error = Error


def copy(x):
    function = getattr(type(x), "__copy__", None)
    if function is not None:
        return function(x)
    if type(x) in (list, dict, set, bytearray, deque):
        return x.copy()
    if not _is_object(x):
        return x
    made = _instance_new(type(x), copy(_payload(x))) if _payload(x) is not x else _instance_new(type(x))
    made.__dict__.update(x.__dict__)
    if isinstance(x, BaseException):
        made.args = x.args
    return made


def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    if type(x) in (int, float, bool, str, bytes, type(None), type(len), type(copy), type):
        return x
    found = memo.get(id(x))
    if found is not None:
        return found[0]
    function = getattr(type(x), "__deepcopy__", None)
    if function is not None:
        made = function(x, memo)
        memo[id(x)] = (made, x)
        return made
    kind = type(x)
    if kind is list:
        made = []
        memo[id(x)] = (made, x)
        for item in x:
            made.append(deepcopy(item, memo))
    elif kind is dict:
        made = {}
        memo[id(x)] = (made, x)
        for key, value in x.items():
            made[deepcopy(key, memo)] = deepcopy(value, memo)
    elif kind is tuple:
        items = [deepcopy(item, memo) for item in x]
        made = memo[id(x)][0] if id(x) in memo else x if all([a is b for a, b in zip(items, x)]) else tuple(items)
        memo[id(x)] = (made, x)
    elif kind in (set, frozenset, deque):
        made = kind([deepcopy(item, memo) for item in x])
        memo[id(x)] = (made, x)
    elif kind is bytearray:
        made = bytearray(x)
    elif _is_object(x):
        made = _instance_new(kind, deepcopy(_payload(x), memo)) if _payload(x) is not x else _instance_new(kind)
        memo[id(x)] = (made, x)
        for name, value in list(x.__dict__.items()):
            made.__dict__[name] = deepcopy(value, memo)
    else:
        if kind.__name__ in ("generator", "lock", "_thread.RLock", "module"):
            raise TypeError(f"cannot pickle '{kind.__name__}' object")
        made = x
    return made


def _is_object(x):
    return not isinstance(x, type) and hasattr(x, "__dict__") and type(x) is not type(copy) and \
        type(x).__name__ not in ("module", "method")
