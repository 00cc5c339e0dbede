"""Copies, shallow and deep."""

from _conch import deque

from _reduce import reduced_of, set_state


class Error(Exception):
    pass


error = Error


def copy(x):
    function = getattr(type(x), "__copy__", None)
    if function is not None:
        return function(x)
    if type(x) in (list, dict, set, bytearray, deque):
        return x.copy()
    return _made_again(x, lambda part: part) if _is_object(x) else x


def _made_again(x, copied, made_is=lambda made: None):
    """An object like x, of parts that are copied; made_is is told of it before its parts are."""
    reduced = reduced_of(x, 4)
    if isinstance(reduced, str):
        return x  # a name: it is the only one
    function, args, state, items, pairs = (tuple(reduced) + (None,) * 3)[:5]
    made = function(*[copied(arg) for arg in args])
    made_is(made)
    if state is not None:
        set_state(made, copied(state))
    for item in items or ():
        made.append(copied(item))
    for key, value in pairs or ():
        made[copied(key)] = copied(value)
    return made


def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    if type(x) in (int, float, bool, str, bytes, type(None), type(len), type(copy), type):
        return x
    found = memo.get(id(x))
    if found is not None:
        return found[0]
    function = getattr(x, "__deepcopy__", None) if _is_object(x) else None
    if function is not None:
        made = function(memo)
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
        def remember(made):
            memo[id(x)] = (made, x)
        made = _made_again(x, lambda part: deepcopy(part, memo), remember)
    else:
        if kind.__name__ in ("generator", "lock", "_thread.RLock", "module"):
            raise TypeError(f"cannot pickle '{kind.__name__}' object")
        made = x
    return made


def _is_object(x):
    return not isinstance(x, type) and hasattr(x, "__dict__") and type(x) is not type(copy) and \
        type(x).__name__ not in ("module", "method")
