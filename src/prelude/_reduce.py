"""How an object is taken apart and made again: what pickle and copy have in common. The words of the protocol are those of
https://docs.python.org/3/library/pickle.html#pickling-class-instances"""
from _conch import _instance_new, _payload, deque, sync_get

_deque = type(deque())
_ABSENT = object()
natives = (list, dict, set, frozenset, tuple, str, bytes, bytearray, int, float, _deque)


def _native_base(cls):
    """The builtin type whose value instances of the class carry, or None."""
    for base in cls.__mro__:
        if base in natives:
            return base
    return None


def refusal(obj):
    """What CPython says of an object that cannot be pickled."""
    name = type(obj).__name__
    if name in ('lock', 'RLock'):
        if sync_get(obj, 8):
            return RuntimeError("%s objects should only be shared between processes through inheritance"
                                % name.replace('lock', 'Lock'))
        name = '_thread.' + name
    if type(obj).__module__ in ('_files', 'io', '_io'):
        name = '_io.' + name
    return TypeError("cannot pickle %r object" % name)


def _own(cls, name):
    """A special method that a class of the program (or of the prelude) defines."""
    for base in cls.__mro__:
        found = base.__dict__.get(name) if base not in natives and base is not object else None
        if found is not None:
            return found
    return None


def new_object(cls, *args):
    """What NEWOBJ does: an instance without a call of __init__."""
    base = _native_base(cls)
    if _own(cls, '__new__') is not None:
        return cls.__new__(cls, *args)
    if base is None:
        return _instance_new(cls)
    return _instance_new(cls, base(*args))


# What exceptions have by their nature: it comes from their arguments, or does not travel.
_exception_words = {
    BaseException: ('args', '__cause__', '__context__', '__traceback__', '__suppress_context__', '__notes__'),
    AttributeError: ('name', 'obj'), NameError: ('name',), ImportError: ('name', 'path', 'msg'), StopIteration: ('value',),
    OSError: ('errno', 'strerror', 'filename', 'filename2'), SystemExit: ('code',),
}


def _state_of(obj):
    getstate = _own(type(obj), '__getstate__')
    if getstate is not None:
        return getstate(obj)
    state = dict(obj.__dict__) if hasattr(obj, '__dict__') else {}
    slots = {}
    for cls in type(obj).__mro__:
        names = cls.__dict__.get('__slots__', ()) if cls is not object and cls not in natives else ()
        for name in (names,) if isinstance(names, str) else names:
            if name not in ('__dict__', '__weakref__') and hasattr(obj, name):
                slots[name] = getattr(obj, name)
                state.pop(name, None)
    if isinstance(obj, BaseException):
        for base in _exception_words:
            for word in _exception_words[base] if isinstance(obj, base) else ():
                state.pop(word, None)
    if slots:
        return (state or None, slots)
    return state or None


def _reduced(obj):
    """(function, arguments, state, items, pairs) as object.__reduce_ex__(4) gives them."""
    cls = type(obj)
    if isinstance(obj, BaseException):
        return (cls, tuple(obj.args), _state_of(obj))
    if hasattr(cls, '__members__') and hasattr(obj, 'value'):
        return (cls, (obj.value,))
    if cls.__module__ in ('_files', 'io', '_io'):
        raise refusal(obj)
    state = _state_of(obj)
    extra = _own(cls, '__getnewargs_ex__')
    extra = extra(obj)[0] if extra is not None else None
    if extra is None:
        newargs = _own(cls, '__getnewargs__')
        extra = newargs(obj) if newargs is not None else None
    base = _native_base(cls)
    if base is None:
        return (new_object, (cls,) + (extra or ()), state)
    value = _payload(obj)
    if base is list or base is _deque:
        return (new_object, (cls,), state, list(value))
    if base is dict:
        return (new_object, (cls,), state, None, list(value.items()))
    return (new_object, (cls,) + (extra if extra is not None else (value,)), state)


def reduced_of(obj, protocol):
    """What the object's own __reduce_ex__ or __reduce__ gives, or what object.__reduce_ex__ would."""
    reduce = _own(type(obj), '__reduce_ex__')
    if reduce is not None:
        return reduce(obj, protocol)
    reduce = _own(type(obj), '__reduce__')
    return reduce(obj) if reduce is not None else _reduced(obj)


def set_state(obj, state):
    """Gives an object that was just made its attributes."""
    setstate = getattr(obj, '__setstate__', _ABSENT)
    if setstate is not _ABSENT:
        setstate(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        attributes = None if isinstance(obj, BaseException) else obj.__dict__
        for name, value in state.items():
            if attributes is None:
                setattr(obj, name, value)
            else:
                attributes[name] = value
    if slots:
        for name, value in slots.items():
            setattr(obj, name, value)
