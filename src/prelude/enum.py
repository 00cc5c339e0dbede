"""Enumerations."""

from _conch import _instance_new, _payload

_PLAIN_TYPES = (type(lambda: 0), type(len), property, type(property()))


class auto:
    value = None

    def __or__(self, other):
        return other


class nonmember:
    def __init__(self, value):
        self.value = value


def _is_member_name(name, value):
    return not name.startswith("_") and not isinstance(value, _PLAIN_TYPES) and not hasattr(type(value), "__get__") \
        and not (isinstance(value, type) and False)


class Enum:
    _members = {}

    def __init_subclass__(cls, boundary=None, **kwargs):
        members = {}
        last = []
        for name, value in cls.__dict__.items():
            if not _is_member_name(name, value):
                continue
            if isinstance(value, nonmember):
                setattr(cls, name, value.value)
                continue
            if isinstance(value, auto):
                value = cls._generate_next_value_(name, 1, len(last), list(last))
            elif isinstance(value, tuple) and any([isinstance(part, auto) for part in value]):
                value = tuple([cls._generate_next_value_(name, 1, len(last), [one[0] for one in last])
                               if isinstance(part, auto) else part for part in value])
            last.append(value)
            members[name] = cls._make_member(name, value, members)
        for name, member in members.items():
            setattr(cls, name, member)
        cls._members = members

    @classmethod
    def _make_member(cls, name, value, members):
        for other in members.values():
            if other._value_ == value:
                return other
        args = value if isinstance(value, tuple) else (value,)
        base = _payload_type(cls)
        member = _instance_new(cls) if base is None else _instance_new(cls, base(*args))
        member._name_, member._value_ = name, value
        member._sort_order_ = len(members)
        if cls.__init__ is not object.__init__:
            member.__init__(*args)
        return member

    def _generate_next_value_(name, start, count, last_values):
        for value in reversed(last_values):
            try:
                return value + 1
            except TypeError:
                pass
        return start

    def __new__(cls, value, names=None, **kwargs):
        if names is not None:
            return _functional(cls, value, names)
        for member in cls._members.values():
            if member is value or member._value_ == value:
                return member
        found = cls._missing_(value)
        if found is not None:
            return found
        raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")

    @classmethod
    def _missing_(cls, value):
        return None

    def __init__(self, *args):
        pass

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __class_getitem__(cls, name):
        return cls._members[name]

    def __class_iter__(cls):
        return iter(_canonical(cls))

    def __class_len__(cls):
        return len(_canonical(cls))

    def __class_contains__(cls, value):
        return any([member is value or member._value_ == value for member in cls._members.values()])

    def __class_repr__(cls):
        return f"<{'flag' if issubclass(cls, Flag) else 'enum'} {cls.__name__!r}>"

    def __class_reversed__(cls):
        return iter(_canonical(cls)[::-1])

    __members__ = None

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, spec):
        return format(str(self), spec)

    def __hash__(self):
        return hash(self._name_)

    def __eq__(self, other):
        return self is other

    def __dir__(self):
        return ["name", "value"]


class _Members:
    def __get__(self, obj, cls=None):
        return dict(cls._members)


Enum.__members__ = _Members()


def _canonical(cls):
    return [member for name, member in cls._members.items() if member._name_ == name and not _is_composite(cls, member)]


def _is_composite(cls, member):
    if not issubclass(cls, Flag):
        return False
    number = member._value_
    return number == 0 or number & (number - 1) != 0


def _payload_type(cls):
    for base in cls.__mro__:
        if base in (int, str, float, tuple, bytes):
            return base
    return None


def _functional(cls, name, names):
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    body, start = {}, 1
    for one in names.items() if isinstance(names, dict) else names:
        if isinstance(one, tuple):
            body[one[0]] = one[1]
        else:
            body[one] = start if not issubclass(cls, Flag) else 1 << (start - 1)
            start += 1
    return type(name, (cls,), body)


class ReprEnum(Enum):
    pass


def _wrapped_eq(self, other):
    return _payload(self) == _payload(other)


class IntEnum(int, ReprEnum):
    def __repr__(self):
        return Enum.__repr__(self)

    __eq__ = _wrapped_eq

    def __hash__(self):
        return hash(self._value_)

    def __str__(self):
        return str(self._value_)

    def __format__(self, spec):
        return format(self._value_, spec)


class StrEnum(str, ReprEnum):
    __eq__ = _wrapped_eq

    def __hash__(self):
        return hash(self._value_)

    def __str__(self):
        return self._value_

    def __format__(self, spec):
        return format(self._value_, spec)

    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class Flag(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return 1 << max([value.bit_length() for value in last_values], default=0)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            return None
        return cls._of(value)

    @classmethod
    def _of(cls, number):
        for member in cls._members.values():
            if member._value_ == number:
                return member
        every = 0
        for member in cls._members.values():
            every |= member._value_
        if number < 0:
            number &= every
            return cls._of(number)
        if number & ~every and not issubclass(cls, int):
            raise ValueError(f"{number!r} is not a valid {cls.__qualname__}")
        base = _payload_type(cls)
        made = _instance_new(cls) if base is None else _instance_new(cls, number)
        parts = [member._name_ for member in _canonical(cls) if member._value_ & number]
        made._name_, made._value_ = "|".join(parts) or None, number
        return made

    def __eq__(self, other):
        return self is other or type(other) is type(self) and other._value_ == self._value_

    def __hash__(self):
        return hash(self._value_)

    def __or__(self, other):
        return type(self)._of(self._value_ | _bits(other))

    def __and__(self, other):
        return type(self)._of(self._value_ & _bits(other))

    def __xor__(self, other):
        return type(self)._of(self._value_ ^ _bits(other))

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        return type(self)._of(~self._value_)

    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_

    def __bool__(self):
        return bool(self._value_)

    def __iter__(self):
        return iter([member for member in _canonical(type(self)) if member._value_ & self._value_])

    def __len__(self):
        return bin(self._value_).count("1")

    def __repr__(self):
        name = type(self).__name__
        return f"<{name}: 0>" if self._name_ is None else f"<{name}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        name = type(self).__name__
        return f"{name}({self._value_})" if self._name_ is None else f"{name}.{self._name_}"


def _bits(other):
    return other._value_ if isinstance(other, Flag) else other


class IntFlag(int, Flag):
    def __eq__(self, other):
        return _payload(self) == _payload(other)

    def __hash__(self):
        return hash(self._value_)

    def __str__(self):
        return str(self._value_)


def unique(cls):
    doubles = [f"{name} -> {member._name_}" for name, member in cls._members.items() if name != member._name_]
    if doubles:
        raise ValueError(f"duplicate values found in {cls!r}: {', '.join(doubles)}")
    return cls


EnumMeta = EnumType = type
