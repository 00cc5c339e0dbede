"""Functions that make functions."""

from _conch import _function_info

_ABSENT = object()
WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            setattr(wrapper, name, getattr(wrapped, name))
        except AttributeError:
            pass
    for name, value in getattr(wrapped, "__dict__", {}).items():
        if name != "__wrapped__":
            setattr(wrapper, name, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)
    return decorate


def reduce(function, iterable, initial=_ABSENT, /):
    try:
        it = iter(iterable)
    except TypeError:
        it = None
    if it is None:
        raise TypeError("reduce() arg 2 must support iteration")
    if initial is _ABSENT:
        for value in it:
            break
        else:
            raise TypeError("reduce() of empty iterable with no initial value")
    else:
        value = initial
    for item in it:
        value = function(value, item)
    return value


class partial:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func, self.args, self.keywords = func, args, keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func)] + [repr(arg) for arg in self.args]
        parts += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"functools.partial({', '.join(parts)})"


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func, self.args, self.keywords = func, args, keywords

    def __get__(self, obj, cls=None):
        def method(*args, **keywords):
            return self.func(obj, *self.args, *args, **{**self.keywords, **keywords})
        return method


class _CacheInfo(tuple):
    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    def __repr__(self):
        return "CacheInfo(hits=%r, misses=%r, maxsize=%r, currsize=%r)" % tuple(self)


class _Cached:
    """What lru_cache makes of a function; the least recently used result stands first in the dict."""
    def __init__(self, function, maxsize, typed):
        self._function, self._maxsize, self._typed = function, maxsize, typed
        self.cache_clear()
        update_wrapper(self, function)

    def __call__(self, *args, **keywords):
        key = args
        if keywords:
            key = (args, tuple(keywords.items()))
        elif len(args) == 1 and type(args[0]) in (int, str):
            key = args[0]
        if self._typed:
            key = (key, tuple([type(arg) for arg in args]))
        found = self._results.get(key, _ABSENT)
        if found is not _ABSENT:
            self._hits += 1
            if self._maxsize is not None:
                del self._results[key]
                self._results[key] = found
            return found
        self._misses += 1
        result = self._function(*args, **keywords)
        if self._maxsize is None or self._maxsize > 0:
            self._results[key] = result
            if self._maxsize is not None and len(self._results) > self._maxsize:
                for oldest in self._results:
                    break
                del self._results[oldest]
        return result

    def __get__(self, obj, cls=None):
        if obj is None:
            return self

        def method(*args, **keywords):
            return self(obj, *args, **keywords)
        method.cache_info, method.cache_clear = self.cache_info, self.cache_clear
        return method

    def __repr__(self):
        return f"<functools._lru_cache_wrapper object at {hex(id(self))}>"

    def cache_info(self):
        return _CacheInfo((self._hits, self._misses, self._maxsize, len(self._results)))

    def cache_clear(self):
        self._results, self._hits, self._misses = {}, 0, 0

    def cache_parameters(self):
        return {"maxsize": self._maxsize, "typed": self._typed}


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _Cached(maxsize, 128, typed)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda function: _Cached(function, None if maxsize is None else max(maxsize, 0), typed)


def cache(function, /):
    return _Cached(function, None, False)


class cached_property:
    def __init__(self, func):
        self.func, self.attrname, self.__doc__ = func, None, func.__doc__

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        value = obj.__dict__.get(self.attrname, _ABSENT)
        if value is _ABSENT:
            value = self.func(obj)
            obj.__dict__[self.attrname] = value
        return value


def cmp_to_key(compare):
    class K:
        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return compare(self.obj, other.obj) < 0

        def __gt__(self, other):
            return compare(self.obj, other.obj) > 0

        def __le__(self, other):
            return compare(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return compare(self.obj, other.obj) >= 0

        def __eq__(self, other):
            return compare(self.obj, other.obj) == 0
        __hash__ = None
    return K


def total_ordering(cls):
    def has(name):
        return any(name in base.__dict__ for base in cls.__mro__[:-1])
    if has("__lt__"):
        made = {"__gt__": lambda a, b: not (a < b) and a != b, "__le__": lambda a, b: a < b or a == b,
                "__ge__": lambda a, b: not a < b}
    elif has("__le__"):
        made = {"__ge__": lambda a, b: not (a <= b) or a == b, "__lt__": lambda a, b: a <= b and a != b,
                "__gt__": lambda a, b: not a <= b}
    elif has("__gt__"):
        made = {"__lt__": lambda a, b: not (a > b or a == b), "__ge__": lambda a, b: a > b or a == b,
                "__le__": lambda a, b: not a > b}
    elif has("__ge__"):
        made = {"__le__": lambda a, b: not (a >= b) or a == b, "__gt__": lambda a, b: a >= b and a != b,
                "__lt__": lambda a, b: not a >= b}
    else:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name, function in made.items():
        if not has(name):
            function.__name__ = name
            setattr(cls, name, function)
    return cls


def singledispatch(function):
    table = {object: function}

    def dispatch(cls):
        for base in list(cls.__mro__) + [object]:
            if base in table:
                return table[base]

    def register(cls, chosen=None):
        if chosen is None:
            if not isinstance(cls, type):
                chosen = cls
                hints = [hint for name, hint in chosen.__annotations__.items() if name != "return"]
                table[hints[0]] = chosen
                return chosen
            return lambda chosen: register(cls, chosen)
        table[cls] = chosen
        return chosen

    def wrapper(*args, **keywords):
        if not args:
            raise TypeError(f"{function.__name__} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **keywords)
    wrapper.register, wrapper.dispatch, wrapper.registry = register, dispatch, table
    return update_wrapper(wrapper, function)
