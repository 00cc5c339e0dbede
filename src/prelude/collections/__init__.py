"""More containers."""

from _conch import _payload, deque as _new_deque

_ABSENT = object()
deque = type(_new_deque())


class defaultdict(dict):
    def __init__(self, default_factory=None, /, *args, **keywords):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        dict.update(self, *args, **keywords)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self.default_factory()
        self[key] = value
        return value

    def __repr__(self):
        return f"{type(self).__name__}({self.default_factory!r}, {_payload(self)!r})"

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy


class OrderedDict(dict):
    def move_to_end(self, key, last=True):
        value = self.pop(key)
        if last:
            self[key] = value
        else:
            rest = list(self.items())
            self.clear()
            self[key] = value
            self.update(rest)

    def popitem(self, last=True):
        if not self:
            raise KeyError("dictionary is empty")
        if last:
            return dict.popitem(self)
        for key in self:
            break
        return key, self.pop(key)

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return list(self.items()) == list(other.items())
        return _payload(self) == other

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({list(self.items())!r})" if self else f"{type(self).__name__}()"

    def copy(self):
        return type(self)(self)


class Counter(dict):
    def __init__(self, iterable=None, /, **keywords):
        self.update(iterable, **keywords)

    def __missing__(self, key):
        return 0

    def update(self, iterable=None, /, **keywords):
        if isinstance(iterable, dict) and not self:
            dict.update(self, iterable)     # whatever its values are
        elif isinstance(iterable, dict):
            for key, count in iterable.items():
                self[key] = count + self.get(key, 0)
        elif iterable is not None:
            get = self.get
            for item in iterable:
                self[item] = get(item, 0) + 1
        if keywords:
            self.update(keywords)

    def subtract(self, iterable=None, /, **keywords):
        if isinstance(iterable, dict):
            for key, count in iterable.items():
                self[key] = self.get(key, 0) - count
        elif iterable is not None:
            for item in iterable:
                self[item] = self.get(item, 0) - 1
        for key, count in keywords.items():
            self[key] = self.get(key, 0) - count

    def most_common(self, n=None):
        if n is None:
            return sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        import heapq
        return heapq.nlargest(n, self.items(), key=lambda pair: pair[1])

    def elements(self):
        for item, count in self.items():
            for _ in range(count):
                yield item

    def total(self):
        return sum(self.values())

    def copy(self):
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def __delitem__(self, key):
        if key in self:
            dict.__delitem__(self, key)

    def __repr__(self):
        if not self:
            return f"{type(self).__name__}()"
        return f"{type(self).__name__}({{" + ", ".join([f"{key!r}: {count!r}" for key, count in self.most_common()]) + "})"

    def __eq__(self, other):
        if not isinstance(other, Counter):
            return _payload(self) == other
        return all([self[key] == other[key] for key in list(self) + list(other)])

    __hash__ = None

    def _combined(self, other, function):
        if not isinstance(other, Counter):
            return NotImplemented
        made = Counter()
        for key in list(self) + [key for key in other if key not in self]:
            count = function(self[key], other[key])
            if count > 0:
                made[key] = count
        return made

    def __add__(self, other):
        return self._combined(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._combined(other, lambda a, b: a - b)

    def __or__(self, other):
        return self._combined(other, lambda a, b: max(a, b))

    def __and__(self, other):
        return self._combined(other, lambda a, b: min(a, b))

    def __pos__(self):
        return self._combined(Counter(), lambda a, b: a)

    def __neg__(self):
        return self._combined(Counter(), lambda a, b: -a)

    def _kept(self, made):
        self.clear()
        dict.update(self, made)
        return self

    def __iadd__(self, other):
        return self._kept(self + other)

    def __isub__(self, other):
        return self._kept(self - other)

    def __ior__(self, other):
        return self._kept(self | other)

    def __iand__(self, other):
        return self._kept(self & other)


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    names = [str(name) for name in field_names]
    if rename:
        names = [name if _good_field(name) and name not in names[:at] else f"_{at}" for at, name in enumerate(names)]
    for at, name in enumerate([typename] + names):
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if not _good_field(name) and at and name[0] != "_":
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
        if at and name[0] == "_" and not rename:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if at and name in names[:at - 1]:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
    defaults = () if defaults is None else tuple(defaults)
    if len(defaults) > len(names):
        raise TypeError("Got more default values than field names")
    fallback = dict(zip(names[len(names) - len(defaults):], defaults))
    size = len(names)

    def __new__(cls, *args, **keywords):
        if keywords or len(args) != size:
            args = _fields(typename, names, fallback, args, keywords)
        return tuple.__new__(cls, args)

    def __repr__(self):
        return type(self).__name__ + "(" + ", ".join([f"{n}={v!r}" for n, v in zip(names, self)]) + ")"

    def _make(cls, iterable):
        values = tuple(iterable)
        if len(values) != size:
            raise TypeError(f"Expected {size} arguments, got {len(values)}")
        return cls(*values)

    def _replace(self, /, **keywords):
        made = self._make([keywords.pop(name, value) for name, value in zip(names, self)])
        if keywords:
            raise ValueError(f"Got unexpected field names: {list(keywords)!r}")
        return made

    def _asdict(self):
        return dict(zip(names, self))

    body = {"__new__": __new__, "__repr__": __repr__, "_make": classmethod(_make), "_replace": _replace,
            "_asdict": _asdict, "_fields": tuple(names), "_field_defaults": fallback, "__match_args__": tuple(names),
            "__doc__": f"{typename}({', '.join(names)})", "__getnewargs__": lambda self: tuple(self)}
    for at, name in enumerate(names):
        body[name] = _field(at)
    made = type(typename, (tuple,), body)
    if module is not None:
        made.__module__ = module
    return made


def _field(at):
    return property(lambda self: _payload(self)[at])


def _good_field(name):
    from keyword import iskeyword
    return name.isidentifier() and not iskeyword(name) and name[0] != "_"


def _fields(typename, names, fallback, args, keywords):
    """The values for all names, or the TypeError that a function with these parameters would raise."""
    if len(args) > len(names):
        required = len(names) - len(fallback) + 1
        takes = str(len(names) + 1) if not fallback else f"from {required} to {len(names) + 1}"
        raise TypeError(f"{typename}.__new__() takes {takes} positional arguments but {len(args) + 1} were given")
    values, missing = list(args), []
    for name in names[:len(args)]:
        if name in keywords:
            raise TypeError(f"{typename}.__new__() got multiple values for argument '{name}'")
    for name in names[len(args):]:
        if name in keywords:
            values.append(keywords.pop(name))
        elif name in fallback:
            values.append(fallback[name])
        else:
            missing.append(repr(name))
    for name in keywords:
        raise TypeError(f"{typename}.__new__() got an unexpected keyword argument '{name}'")
    if missing:
        listed = missing[0] if len(missing) == 1 else " and ".join(missing) if len(missing) == 2 else \
            ", ".join(missing[:-1]) + ", and " + missing[-1]
        s = "" if len(missing) == 1 else "s"
        raise TypeError(f"{typename}.__new__() missing {len(missing)} required positional argument{s}: {listed}")
    return values


class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for one in self.maps:
            if key in one:
                return one[key]
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        if key not in self.maps[0]:
            raise KeyError(f"Key not found in the first mapping: {key!r}")
        del self.maps[0][key]

    def __contains__(self, key):
        return any([key in one for one in self.maps])

    def __iter__(self):
        merged = {}
        for one in reversed(self.maps):
            merged.update(dict.fromkeys(one))
        return iter(merged)

    def __len__(self):
        return len(list(iter(self)))

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def new_child(self, m=None):
        return ChainMap({} if m is None else m, *self.maps)

    @property
    def parents(self):
        return ChainMap(*self.maps[1:])

    def __repr__(self):
        return f"ChainMap({', '.join([repr(one) for one in self.maps])})"


class UserDict(dict):
    @property
    def data(self):
        return _payload(self)


class UserList(list):
    @property
    def data(self):
        return _payload(self)


class UserString(str):
    @property
    def data(self):
        return _payload(self)
