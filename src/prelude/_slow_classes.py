"""What classes, generators, coroutines and globals() do when they need Python code; see _slow."""

from _conch import (_class_lookup, _class_new, _gen_awaits, _instance_new, _payload, _this_module, _type_lookup)
from _slow import contains_slow, delitem_slow, getitem_slow, own, setitem_slow, type_name

_NATIVE = type(len)
_ABSENT = object()


# ---- exception groups ----

def group_derive(group, excs):
    return BaseExceptionGroup(group.message, excs)


def _condition(condition):
    """What tells whether an exception is wanted."""
    kinds = condition if isinstance(condition, tuple) else (condition,)
    if all([isinstance(kind, type) and issubclass(kind, BaseException) for kind in kinds]):
        return lambda exc: isinstance(exc, kinds)
    if not isinstance(condition, (type, tuple)) and callable(condition):
        return condition
    raise TypeError("expected a function, exception type or tuple of exception types")


def _part(group, members):
    """A group of some members of another, in all else like it; None if there are none."""
    if not members:
        return None
    part = group.derive(members)
    if not isinstance(part, BaseExceptionGroup):
        raise TypeError("derive must return an instance of BaseExceptionGroup")
    part.__traceback__, part.__cause__, part.__context__ = group.__traceback__, group.__cause__, group.__context__
    notes = getattr(group, "__notes__", None)
    if notes is not None:
        part.__notes__ = list(notes)
    return part


def _parted(group, wanted):
    if wanted(group):
        return group, None
    match, rest = [], []
    for exc in group.exceptions:
        if isinstance(exc, BaseExceptionGroup):
            parts = _parted(exc, wanted)
        else:
            parts = (exc, None) if wanted(exc) else (None, exc)
        match += [part for part in parts[:1] if part is not None]
        rest += [part for part in parts[1:] if part is not None]
    return _part(group, match), _part(group, rest)


def group_split(group, condition):
    return _parted(group, _condition(condition))


def _only(group, wanted):
    if wanted(group):
        return group
    match = []
    for exc in group.exceptions:
        part = _only(exc, wanted) if isinstance(exc, BaseExceptionGroup) else exc if wanted(exc) else None
        if part is not None:
            match.append(part)
    return _part(group, match)


def group_subgroup(group, condition):
    return _only(group, _condition(condition))


# ---- generators and coroutines ----

def delegate_slow(it):
    """Stands between `yield from` and an iterator that is no generator."""
    try:
        item = next(it)
        while True:
            try:
                sent = yield item
            except GeneratorExit:
                close = getattr(it, "close", None)
                if close is not None:
                    close()
                raise
            except BaseException as exc:
                throw = getattr(it, "throw", None)
                if throw is None:
                    raise
                item = throw(exc)
            else:
                item = next(it) if sent is None else it.send(sent)
    except StopIteration as end:
        return end.value


def gen_throw_slow(gen, kind, value=None, traceback=None):
    if isinstance(kind, type) and issubclass(kind, BaseException):
        if value is None:
            value = kind()
        elif not isinstance(value, BaseException):
            value = kind(*value) if isinstance(value, tuple) else kind(value)
        return gen.throw(value)
    raise TypeError(f"exceptions must be classes or instances deriving from BaseException, not {type_name(kind)}")


def keep_attribute(module, name):
    """What a module's __getattr__ gives becomes a variable of the module, for `import *` to find."""
    setattr(module, name, getattr(module, name))


def _drive(gen, step, value):
    """What awaits one item of an async generator: goes on until it yields."""
    try:
        item = step(value)
        while _gen_awaits(gen):
            try:
                sent = yield item
            except BaseException as exc:
                item = gen.throw(exc)
            else:
                item = gen.send(sent)
    except StopIteration:
        raise StopAsyncIteration from None
    return item


def aiter_slow(obj, /):
    function = _type_lookup(obj, "__aiter__")
    if function is None:
        raise TypeError(f"'{type_name(obj)}' object is not an async iterable")
    return function(obj)


def anext_slow(it, default=_ABSENT, /):
    function = _type_lookup(it, "__anext__")
    if function is None:
        raise TypeError(f"'{type_name(it)}' object is not an async iterator")
    return function(it) if default is _ABSENT else _anext_or(function(it), default)


async def _anext_or(awaitable, default):
    try:
        return await awaitable
    except StopAsyncIteration:
        return default


def async_gen_next(gen):
    return _drive(gen, gen.send, None)


def async_gen_send(gen, value):
    return _drive(gen, gen.send, value)


def async_gen_throw(gen, value):
    return _drive(gen, gen.throw, value)


def async_gen_close(gen):
    try:
        yield from _drive(gen, gen.throw, GeneratorExit())
    except (GeneratorExit, StopAsyncIteration):
        return
    raise RuntimeError("async generator ignored GeneratorExit")


# ---- classes ----

def type_slow(name, bases=None, namespace=None, /, **kwargs):
    if not isinstance(name, str):
        raise TypeError(f"type.__new__() argument 1 must be str, not {type_name(name)}")
    return class_made(_class_new(name, tuple(bases), dict(namespace)), kwargs)


def class_slow(name, bases, namespace, kwargs):
    plain = []
    for base in bases:
        if isinstance(base, type):
            plain.append(base)
        elif hasattr(base, "__make_class__"):
            return base.__make_class__(name, bases, namespace, kwargs)
        elif hasattr(base, "__mro_entries__"):
            plain.extend(base.__mro_entries__(bases))
        else:
            raise TypeError(f"{name}: a base of a class must be a class, not {type_name(base)}")
    return class_made(_class_new(name, tuple(plain), namespace), kwargs)


def class_made(cls, kwargs):
    """What a new class is told to: __set_name__ of what is in it, __init_subclass__ of its bases."""
    kwargs = {} if kwargs is None else kwargs
    if "metaclass" in kwargs:
        meta = kwargs.pop("metaclass")
        prepare = getattr(meta, "__plain_meta__", None)
        if prepare is not None:
            prepare(cls)
        elif meta is not type:
            raise TypeError("metaclasses are not part of conch's Python")
    for name, value in list(cls.__dict__.items()):
        function = own(value, "__set_name__")
        if function is not None:
            function(value, cls, name)
    for base in cls.__mro__[1:]:
        hook = _class_lookup(base, "__init_subclass__") if base is not object else None
        if hook is not None and type(hook) is not _NATIVE:
            getattr(hook, "__func__", hook)(cls, **kwargs)
            return cls
    if kwargs:
        raise TypeError(f"{cls.__name__}.__init_subclass__() takes no keyword arguments")
    return cls


def instantiate(cls, *args, **kwargs):
    """Calls a class with a __new__ of its own."""
    new = _class_lookup(cls, "__new__")
    obj = getattr(new, "__func__", new)(cls, *args, **kwargs)
    if isinstance(obj, cls):
        _call_init(obj, args, kwargs)
    return obj


def _call_init(obj, args, kwargs):
    init = own(obj, "__init__")
    if init is not None:
        result = init(obj, *args, **kwargs)
        if result is not None:
            raise TypeError(f"__init__() should return None, not '{type_name(result)}'")


def native_base(cls):
    for base in cls.__mro__:
        if base in _NATIVE_BASES:
            return base
    return object


_NATIVE_BASES = (list, dict, set, frozenset, tuple, str, bytes, bytearray, int, float)


def object_new_slow(cls, *args, **kwargs):
    """object.__new__(cls, …) of a subclass of a native type, made from Python iterables."""
    base = native_base(cls)
    return _instance_new(cls, base(*args, **kwargs)) if base is not object else _instance_new(cls)


def instantiate_native(cls, *args, **kwargs):
    obj = object_new_slow(cls, *args, **kwargs)
    _call_init(obj, args, kwargs)
    return obj


def call_slow(self, /, *args, **kwargs):
    return self(*args, **kwargs)


# What super().__eq__ and the like come to when native code cannot do it with what is wrapped.

def eq_slow(self, other, /):
    return _payload(self) == _payload(other)


def ne_slow(self, other, /):
    return _payload(self) != _payload(other)


def lt_slow(self, other, /):
    return _payload(self) < _payload(other)


def le_slow(self, other, /):
    return _payload(self) <= _payload(other)


def gt_slow(self, other, /):
    return _payload(self) > _payload(other)


def ge_slow(self, other, /):
    return _payload(self) >= _payload(other)


def payload_repr(self, /):
    return repr(_payload(self))


def payload_format(self, spec, /):
    return format(_payload(self), spec)


def payload_mod(self, other, /):
    return _payload(self) % other


def payload_hash(self, /):
    return hash(_payload(self))


def payload_extend(self, other, /):
    for item in other:
        list.append(self, item)
    return self


def payload_contains(self, value, /):
    return contains_slow(_payload(self), value)


def payload_getitem(self, key, /):
    plain = _payload(self)
    if plain is not self and isinstance(plain, dict):
        from _slow_containers import dict_get_slow
        value = dict_get_slow(plain, key, _ABSENT)
        if value is _ABSENT and own(self, "__missing__") is not None:
            return own(self, "__missing__")(self, key)
    return getitem_slow(plain, key)


def payload_setitem(self, key, value, /):
    setitem_slow(_payload(self), key, value)


def payload_delitem(self, key, /):
    delitem_slow(_payload(self), key)


def set_init_slow(self, iterable=(), /):
    for item in iterable:
        set.add(self, item)


def list_init_slow(self, iterable=(), /):
    for item in iterable:
        list.append(self, item)


def dict_init_slow(self, other=(), /, **kwargs):
    dict.update(self, other, **kwargs)


# ---- globals() ----

class dict_of_module(dict):
    """globals(): what is read and written here are the module's variables."""
    def __init__(self, module):
        self._module = module

    def _now(self):
        plain = _payload(self)
        plain.clear()
        plain.update(self._module.__dict__)
        return plain

    def __getitem__(self, name):
        return self._now()[name]

    def __setitem__(self, name, value):
        setattr(self._module, name, value)

    def __delitem__(self, name):
        if name not in self._now():
            raise KeyError(name)
        delattr(self._module, name)

    def __contains__(self, name):
        return name in self._now()

    def __iter__(self):
        return iter(self._now())

    def __len__(self):
        return len(self._now())

    def __eq__(self, other):
        return self._now() == other

    def __repr__(self):
        return repr(self._now())

    def get(self, name, default=None):
        return self._now().get(name, default)

    def keys(self):
        return self._now().keys()

    def values(self):
        return self._now().values()

    def items(self):
        return self._now().items()

    def copy(self):
        return dict(self._now())

    def update(self, *args, **kwargs):
        for name, value in dict(*args, **kwargs).items():
            setattr(self._module, name, value)

    def setdefault(self, name, default=None):
        if name not in self:
            self[name] = default
        return self[name]

    def pop(self, name, *default):
        value = self._now().pop(name, *default)
        if hasattr(self._module, name):
            delattr(self._module, name)
        return value


def globals_slow():
    return dict_of_module(_this_module())
