"""References that do not keep their object alive. CPython lets an object die with its last reference; conch finds out
when it collects, so a weak reference that is asked collects first, a few times in its life."""
from _conch import _collect, _weak_free, _weak_get, _weak_new

__all__ = ["ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType", "CallableProxyType",
           "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize"]

_LOOKS = 50         # collections that one reference may ask for
_NO_WEAK = (int, float, str, bytes, tuple, list, dict, type(None), bool)


def _safe_point():
    """A call is where the collector may come in."""


def _call_back(ref):
    """Tells who wanted to know that the object has died; once."""
    callback, ref._callback = ref._callback, None
    if callback is not None:
        callback(ref)


_with_callback = []     # references whose callbacks have not been called


def _tell_callbacks():
    for r in list(_with_callback):
        if _weak_get(r._number) is None:
            _with_callback.remove(r)
            _call_back(r)


class ref:
    """r = ref(obj): r() is the object, or None when it has died."""
    def __init__(self, obj, callback=None, /):
        if type(obj) in _NO_WEAK:
            raise TypeError(f"cannot create weak reference to '{type(obj).__name__}' object")
        self._number = _weak_new(obj)
        self._hash = None
        self._callback = callback
        self._looks = 0
        self._kind = type(obj).__name__
        self._id = id(obj)
        if callback is not None:
            _with_callback.append(self)

    @property
    def __callback__(self):
        return self._callback

    def _look(self):
        if self._looks < _LOOKS and _weak_get(self._number) is not None:
            self._looks += 1
            _collect()
            _safe_point()
        if _with_callback:
            _tell_callbacks()

    def __call__(self):
        self._look()
        return _weak_get(self._number)

    def __del__(self):
        number = getattr(self, "_number", None)
        if number is not None:
            _weak_free(number)

    def __hash__(self):
        if self._hash is None:
            obj = _weak_get(self._number)
            if obj is None:
                raise TypeError("weak object has gone away")
            self._hash = hash(obj)
        return self._hash

    def __eq__(self, other):
        if not isinstance(other, ref):
            return NotImplemented
        a, b = _weak_get(self._number), _weak_get(other._number)
        return self is other if a is None or b is None else a == b

    def __repr__(self):
        obj = _weak_get(self._number)
        if obj is None:
            return f"<weakref at {id(self):#x}; dead>"
        return f"<weakref at {id(self):#x}; to '{self._kind}' at {id(obj):#x}>"


ref.__module__ = "weakref"
ReferenceType = ref


class _Proxy:
    """Looks like the object as long as that lives."""
    def __init__(self, obj, callback=None):
        object.__setattr__(self, "_ref", ref(obj, callback))

    def _object(self):
        obj = object.__getattribute__(self, "_ref")()
        if obj is None:
            raise ReferenceError("weakly-referenced object no longer exists")
        return obj

    @property
    def __class__(self):
        return type(_Proxy._object(self))

    def __getattr__(self, name):
        return getattr(_Proxy._object(self), name)

    def __setattr__(self, name, value):
        setattr(_Proxy._object(self), name, value)

    def __delattr__(self, name):
        delattr(_Proxy._object(self), name)

    def __str__(self):
        return str(_Proxy._object(self))

    def __repr__(self):
        obj = object.__getattribute__(self, "_ref")()
        return f"<weakproxy at {id(self):#x} to {type(obj).__name__} at {id(obj):#x}>"

    def __eq__(self, other):
        return _Proxy._object(self) == (_Proxy._object(other) if isinstance(other, _Proxy) else other)

    def __len__(self):
        return len(_Proxy._object(self))

    def __iter__(self):
        return iter(_Proxy._object(self))

    def __getitem__(self, key):
        return _Proxy._object(self)[key]

    def __setitem__(self, key, value):
        _Proxy._object(self)[key] = value

    def __contains__(self, value):
        return value in _Proxy._object(self)

    def __call__(self, *args, **kwargs):
        return _Proxy._object(self)(*args, **kwargs)

    def __bool__(self):
        return bool(_Proxy._object(self))

    def __hash__(self):
        raise TypeError("unhashable type: 'weakref.ProxyType'")


ProxyType = CallableProxyType = _Proxy
ProxyTypes = (ProxyType, CallableProxyType)


def proxy(obj, callback=None, /):
    return _Proxy(obj, callback)


def getweakrefcount(obj, /):
    raise NotImplementedError("weakref.getweakrefcount() is not part of conch's Python")


def getweakrefs(obj, /):
    raise NotImplementedError("weakref.getweakrefs() is not part of conch's Python")


class WeakMethod(ref):
    """A weak reference to a bound method, which lives as long as its object."""
    def __init__(self, meth, callback=None):
        if not hasattr(meth, "__self__"):
            raise TypeError(f"argument should be a bound method, not {type(meth)}")
        self._function = meth.__func__
        ref.__init__(self, meth.__self__, callback)

    def __call__(self):
        obj = ref.__call__(self)
        return None if obj is None else getattr(obj, self._function.__name__)


def _settle():
    _collect()
    _safe_point()
    if _with_callback:
        _tell_callbacks()


class WeakValueDictionary:
    """A dict whose entries go when their values die."""
    def __init__(self, other=(), /, **kw):
        self._refs = {}
        self.update(other, **kw)

    def _live(self):
        _settle()
        live = {}
        for key, r in list(self._refs.items()):
            value = _weak_get(r._number)
            if value is None:
                del self._refs[key]
            else:
                live[key] = value
        return live

    def __getitem__(self, key):
        value = self._refs[key]()
        if value is None:
            del self._refs[key]
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self._refs[key] = ref(value)

    def __delitem__(self, key):
        del self._refs[key]

    def __contains__(self, key):
        return key in self._live()

    def __len__(self):
        return len(self._live())

    def __iter__(self):
        return iter(self._live())

    def __bool__(self):
        return len(self) > 0

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def pop(self, key, *default):
        try:
            value = self[key]
        except KeyError:
            if default:
                return default[0]
            raise
        del self._refs[key]
        return value

    def setdefault(self, key, default=None):
        found = self.get(key)
        if found is None:
            self[key] = found = default
        return found

    def update(self, other=(), /, **kw):
        for key, value in (other.items() if hasattr(other, "items") else other):
            self[key] = value
        for key, value in kw.items():
            self[key] = value

    def clear(self):
        self._refs.clear()

    def copy(self):
        return WeakValueDictionary(self._live())

    def keys(self):
        return iter(self._live().keys())

    def values(self):
        return iter(self._live().values())

    def items(self):
        return iter(self._live().items())

    def valuerefs(self):
        return list(self._refs.values())

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x}>"


class WeakKeyDictionary:
    """A dict whose entries go when their keys die."""
    def __init__(self, dict=None):
        self._data = {}
        if dict is not None:
            self.update(dict)

    def _live(self):
        _settle()
        live = {}
        for r, value in list(self._data.items()):
            key = _weak_get(r._number)
            if key is None:
                del self._data[r]
            else:
                live[key] = value
        return live

    def __getitem__(self, key):
        return self._data[ref(key)]

    def __setitem__(self, key, value):
        r = ref(key)
        hash(r)
        self._data[r] = value

    def __delitem__(self, key):
        del self._data[ref(key)]

    def __contains__(self, key):
        try:
            return ref(key) in self._data
        except TypeError:
            return False

    def __len__(self):
        return len(self._live())

    def __iter__(self):
        return iter(self._live())

    def get(self, key, default=None):
        return self._data.get(ref(key), default)

    def pop(self, key, *default):
        return self._data.pop(ref(key), *default)

    def setdefault(self, key, default=None):
        return self._data.setdefault(ref(key), default)

    def update(self, other):
        for key, value in other.items():
            self[key] = value

    def keys(self):
        return iter(self._live().keys())

    def values(self):
        return iter(self._live().values())

    def items(self):
        return iter(self._live().items())

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x}>"


class WeakSet:
    """A set whose elements may die."""
    def __init__(self, data=None):
        self._data = WeakKeyDictionary()
        for item in data or ():
            self.add(item)

    def add(self, item):
        self._data[item] = True

    def discard(self, item):
        self._data.pop(item, None)

    def remove(self, item):
        del self._data[item]

    def clear(self):
        self._data = WeakKeyDictionary()

    def __contains__(self, item):
        return item in self._data

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        return iter(self._data)

    def __repr__(self):
        return repr(set(self))


class finalize:
    """Calls a function when an object dies, or at the end of the program."""
    _all = []

    def __init__(self, obj, func, /, *args, **kwargs):
        if not callable(func):
            raise TypeError(f"'{type(func).__name__}' object is not callable")
        self._func, self._args, self._kwargs, self.atexit = func, args, kwargs, True
        self._alive = True
        if not finalize._all:
            import atexit
            atexit.register(finalize._at_end)
        finalize._all.append(self)
        self._ref = ref(obj, self._died)

    def _died(self, r):
        self()

    def __call__(self, _=None):
        if self._alive:
            self._alive = False
            finalize._all.remove(self)
            return self._func(*self._args, **self._kwargs)
        return None

    @property
    def alive(self):
        _settle()
        return self._alive

    def detach(self):
        obj = self._ref()
        if not self._alive or obj is None:
            return None
        self._alive = False
        finalize._all.remove(self)
        return obj, self._func, self._args, self._kwargs

    def peek(self):
        obj = self._ref()
        return (obj, self._func, self._args, self._kwargs) if self._alive and obj is not None else None

    @classmethod
    def _at_end(cls):
        for f in reversed(list(cls._all)):
            if f.atexit:
                f()

    def __repr__(self):
        return f"<{type(self).__name__} object at {id(self):#x}; {'for' if self._alive else 'dead'}>"
