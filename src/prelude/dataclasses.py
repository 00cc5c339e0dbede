"""Classes that are mostly fields."""

_ABSENT = object()


class _Missing:
    def __repr__(self):
        return "MISSING"


MISSING = _Missing()


class _KwOnly:
    pass


KW_ONLY = _KwOnly()


class FrozenInstanceError(AttributeError):
    pass


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata, self.kw_only = {} if metadata is None else metadata, kw_only


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _is_class_var(hint):
    return getattr(hint, "_name", None) == "ClassVar" or isinstance(hint, str) and "ClassVar" in hint


def _collect(cls, kw_only):
    fields = {}
    for base in reversed(cls.__mro__[1:]):
        fields.update(getattr(base, "__dataclass_fields__", {}))
    for name, hint in cls.__dict__.get("__annotations__", {}).items():
        if hint is KW_ONLY or hint == "KW_ONLY":
            kw_only = True
            continue
        if _is_class_var(hint):
            continue
        given = cls.__dict__.get(name, MISSING)
        one = given if isinstance(given, Field) else field(default=given)
        one.name, one.type = name, hint
        if one.kw_only is MISSING:
            one.kw_only = kw_only
        if type(one.default) in (list, dict, set):
            raise ValueError(f"mutable default {type(one.default)} for field {name} is not allowed: use default_factory")
        if isinstance(given, Field):
            if one.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, one.default)
        fields[name] = one
    return fields


def _check_order(fields):
    seen = False
    for one in fields:
        if not one.init or one.kw_only:
            continue
        if one.default is not MISSING or one.default_factory is not MISSING:
            seen = True
        elif seen:
            raise TypeError(f"non-default argument {one.name!r} follows default argument")


def _names(missing):
    missing = [repr(name) for name in missing]
    if len(missing) > 2:
        return ", ".join(missing[:-1]) + ", and " + missing[-1]
    return " and ".join(missing)


def _make_init(cls, fields, frozen):
    plain = [one for one in fields if one.init and not one.kw_only]
    others = [one for one in fields if not (one.init and not one.kw_only)]
    count = len(plain)
    title = f"{cls.__qualname__}.__init__()"
    has_post = hasattr(cls, "__post_init__")

    def __init__(self, /, *args, **keywords):
        if len(args) > count:
            required = len([one for one in plain if one.default is MISSING and one.default_factory is MISSING])
            takes = f"{count + 1}" if required == count else f"from {required + 1} to {count + 1}"
            s = "" if takes == "1" else "s"
            raise TypeError(f"{title} takes {takes} positional argument{s} but {len(args) + 1} were given")
        put = object.__setattr__ if frozen else setattr
        missing, at = [], 0
        for one in plain:
            name = one.name
            if at < len(args):
                if name in keywords:
                    raise TypeError(f"{title} got multiple values for argument {name!r}")
                put(self, name, args[at])
            elif name in keywords:
                put(self, name, keywords.pop(name))
            elif one.default is not MISSING:
                put(self, name, one.default)
            elif one.default_factory is not MISSING:
                put(self, name, one.default_factory())
            else:
                missing.append(name)
            at += 1
        lacking = []
        for one in others:
            name = one.name
            if one.init and name in keywords:
                put(self, name, keywords.pop(name))
            elif one.default is not MISSING:
                put(self, name, one.default)
            elif one.default_factory is not MISSING:
                put(self, name, one.default_factory())
            elif one.init:
                lacking.append(name)
        for name in keywords:
            raise TypeError(f"{title} got an unexpected keyword argument {name!r}")
        if missing or lacking:
            kind, names = ("positional", missing) if missing else ("keyword-only", lacking)
            s = "" if len(names) == 1 else "s"
            raise TypeError(f"{title} missing {len(names)} required {kind} argument{s}: {_names(names)}")
        if has_post:
            self.__post_init__()
    return __init__


def _make_repr(names):
    def __repr__(self):
        return type(self).__qualname__ + "(" + ", ".join([f"{name}={getattr(self, name)!r}" for name in names]) + ")"
    return __repr__


def _make_compare(names, compare):
    def method(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return compare(tuple([getattr(self, name) for name in names]), tuple([getattr(other, name) for name in names]))
    return method


def _make_hash(names):
    def __hash__(self):
        return hash(tuple([getattr(self, name) for name in names]))
    return __hash__


def _frozen_setattr(self, name, value):
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _frozen_delattr(self, name):
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def decorate(cls):
        fields = _collect(cls, kw_only)
        every = list(fields.values())
        _check_order(every)
        own = cls.__dict__
        compared = [one.name for one in every if one.compare]
        cls.__dataclass_fields__ = fields
        made = {}
        if init:
            made["__init__"] = _make_init(cls, every, frozen)
        if repr and "__repr__" not in own:
            made["__repr__"] = _make_repr([one.name for one in every if one.repr])
        if eq and "__eq__" not in own:
            made["__eq__"] = _make_compare(compared, lambda a, b: a == b)
        if order:
            for name, compare in (("__lt__", lambda a, b: a < b), ("__le__", lambda a, b: a <= b),
                                  ("__gt__", lambda a, b: a > b), ("__ge__", lambda a, b: a >= b)):
                if name in own:
                    raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. "
                                    "Consider using functools.total_ordering")
                made[name] = _make_compare(compared, compare)
        if unsafe_hash or eq and frozen and "__hash__" not in own:
            made["__hash__"] = _make_hash([one.name for one in every if (one.compare if one.hash is None else one.hash)])
        elif eq and "__hash__" not in own:
            made["__hash__"] = None
        if frozen:
            made["__setattr__"], made["__delattr__"] = _frozen_setattr, _frozen_delattr
        if match_args:
            made["__match_args__"] = tuple([one.name for one in every if one.init and not one.kw_only])
        for name, value in made.items():
            if callable(value):
                value.__name__ = name
                value.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, value)
        return cls
    return decorate if cls is None else decorate(cls)


def fields(class_or_instance):
    try:
        return tuple(class_or_instance.__dataclass_fields__.values())
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), "__dataclass_fields__")


def _plain(value, dict_factory, tuple_factory):
    if is_dataclass(value) and not isinstance(value, type):
        pairs = [(one.name, _plain(getattr(value, one.name), dict_factory, tuple_factory)) for one in fields(value)]
        return dict_factory(pairs) if tuple_factory is None else tuple_factory([pair[1] for pair in pairs])
    if isinstance(value, (list, tuple)):
        items = [_plain(item, dict_factory, tuple_factory) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    if isinstance(value, dict):
        return {_plain(k, dict_factory, tuple_factory): _plain(v, dict_factory, tuple_factory) for k, v in value.items()}
    from copy import deepcopy
    return deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _plain(obj, dict_factory, None)


def astuple(obj, *, tuple_factory=tuple):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _plain(obj, dict, tuple_factory)


def replace(obj, /, **changes):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for one in fields(obj):
        if not one.init:
            if one.name in changes:
                raise ValueError(f"field {one.name} is declared with init=False, it cannot be specified with replace()")
        elif one.name not in changes:
            changes[one.name] = getattr(obj, one.name)
    return type(obj)(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    body = dict(namespace or {})
    hints = {}
    for one in fields:
        if isinstance(one, str):
            hints[one] = object
        else:
            hints[one[0]] = one[1]
            if len(one) > 2:
                body[one[0]] = one[2]
    body["__annotations__"] = hints
    return dataclass(type(cls_name, bases or (object,), body), **options)
