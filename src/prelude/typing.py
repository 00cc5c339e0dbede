"""Names for annotations; nothing is checked."""

import types as _types

TYPE_CHECKING = False


class _Name:
    """What stands for a type in annotations: List, Optional … and what [ ] makes of them."""
    def __init__(self, name, args=None, like=None):
        self._name, self.__args__, self._like = name, args or (), like
        self.__origin__ = like

    def __getitem__(self, args):
        return _Name(self._name, args if isinstance(args, tuple) else (args,), self._like)

    def __call__(self, *args, **keywords):
        if self._like is None:
            raise TypeError(f"Cannot instantiate typing.{self._name}")
        return self._like(*args, **keywords)

    def __or__(self, other):
        return _Name("Union", (self, other))

    __ror__ = __or__

    def __eq__(self, other):
        return isinstance(other, _Name) and (self._name, self.__args__) == (other._name, other.__args__)

    def __hash__(self):
        return hash(self._name)

    def __mro_entries__(self, bases):
        return (self._like or object,)

    def __repr__(self):
        name = f"typing.{self._name}"
        if self._name == "Optional" and self.__args__:
            return f"{name}[{_shown(self.__args__[0])}]"
        return name + (f"[{', '.join([_shown(arg) for arg in self.__args__])}]" if self.__args__ else "")


def _shown(arg):
    if arg is None or arg is type(None):
        return "None"
    if isinstance(arg, type):
        return arg.__qualname__ if arg.__module__ == "builtins" else f"{arg.__module__}.{arg.__qualname__}"
    if isinstance(arg, list):
        return "[" + ", ".join([_shown(one) for one in arg]) + "]"
    return "..." if arg is ... else repr(arg)


class _Asks(_Name):
    """A class of collections.abc: knows its instances by their methods. isinstance() asks it."""
    def __init__(self, name, *methods):
        _Name.__init__(self, name)
        self._methods = methods

    def __instancecheck__(self, obj):
        return all([getattr(type(obj), method, None) is not None for method in self._methods])

    def __subclasscheck__(self, cls):
        return all([getattr(cls, method, None) is not None for method in self._methods])

    def __mro_entries__(self, bases):
        return (object,)

    def __repr__(self):
        return f"<class 'collections.abc.{self._name}'>"

    def __call__(self, *args):
        raise TypeError(f"Can't instantiate abstract class {self._name}")

    @property
    def __name__(self):
        return self._name

    def register(self, cls):
        return cls


List, Dict, Set = _Name("List", like=list), _Name("Dict", like=dict), _Name("Set", like=set)
Tuple, FrozenSet, Type = _Name("Tuple", like=tuple), _Name("FrozenSet", like=frozenset), _Name("Type", like=type)
Any, Optional, Union = _Name("Any"), _Name("Optional"), _Name("Union")
Literal, ClassVar, Final = _Name("Literal"), _Name("ClassVar"), _Name("Final")
Annotated, NoReturn, Never, Self = _Name("Annotated"), _Name("NoReturn"), _Name("Never"), _Name("Self")
Concatenate, TypeAlias, LiteralString = _Name("Concatenate"), _Name("TypeAlias"), _Name("LiteralString")
Text, AnyStr, Hashable = str, _Name("AnyStr"), _Asks("Hashable", "__hash__")
Iterable, Iterator = _Asks("Iterable", "__iter__"), _Asks("Iterator", "__iter__", "__next__")
Generator, Callable = _Asks("Generator", "send", "throw"), _Asks("Callable", "__call__")
Sequence, Mapping = _Asks("Sequence", "__getitem__", "__len__", "count"), _Asks("Mapping", "keys", "__getitem__")
MutableSequence, MutableMapping = _Asks("MutableSequence", "append"), _Asks("MutableMapping", "keys", "__setitem__")
Collection, Container = _Asks("Collection", "__len__", "__iter__"), _Asks("Container", "__contains__")
Sized, AbstractSet, Awaitable = _Asks("Sized", "__len__"), _Asks("AbstractSet", "isdisjoint"), _Asks("Awaitable", "__await__")
Coroutine, AsyncIterator = _Asks("Coroutine", "send", "__await__"), _Asks("AsyncIterator", "__anext__")
AsyncIterable, AsyncGenerator = _Asks("AsyncIterable", "__aiter__"), _Asks("AsyncGenerator", "asend")
ContextManager = _Asks("ContextManager", "__enter__", "__exit__")
SupportsInt, SupportsFloat, SupportsAbs = _Asks("SupportsInt", "__int__"), _Asks("SupportsFloat", "__float__"), _Asks("SupportsAbs", "__abs__")
DefaultDict, OrderedDict, Counter, Deque, ChainMap = [_Name(name, like=dict) for name in
                                                      ("DefaultDict", "OrderedDict", "Counter", "Deque", "ChainMap")]
TextIO, IO, BinaryIO, Pattern, Match = [_Name(name) for name in ("TextIO", "IO", "BinaryIO", "Pattern", "Match")]


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__, self.__constraints__, self.__bound__ = name, constraints, bound

    def __or__(self, other):
        return Union[self, other]

    def __repr__(self):
        return f"~{self.__name__}"


class ParamSpec(TypeVar):
    args = kwargs = None


class Generic:
    def __class_getitem__(cls, args):
        return cls


class Protocol(Generic):
    pass


def NewType(name, kind):
    def made(value):
        return value
    made.__name__ = made.__qualname__ = name
    made.__supertype__ = kind
    return made


class _NamedTuple:
    """NamedTuple as a base, and as a function."""
    def __call__(self, name, fields=(), /, **keywords):
        from collections import namedtuple
        return namedtuple(name, [field[0] for field in fields] or list(keywords))

    def __make_class__(self, name, bases, namespace, kwargs):
        from collections import namedtuple
        hints = namespace.get("__annotations__", {})
        base = namedtuple(name, list(hints), defaults=[namespace[field] for field in hints if field in namespace])
        body = dict(base.__dict__)
        for key, value in namespace.items():
            if key not in hints:
                body[key] = value
        return type(name, (tuple,), body)


NamedTuple = _NamedTuple()


class _TypedDict:
    def __call__(self, name, fields=None, /, *, total=True):
        return type(name, (dict,), {})

    def __make_class__(self, name, bases, namespace, kwargs):
        return type(name, (dict,), {"__annotations__": namespace.get("__annotations__", {})})

    def __mro_entries__(self, bases):
        return (dict,)


TypedDict = _TypedDict()


def cast(kind, value):
    return value


def overload(function):
    return function


def final(thing):
    return thing


override = no_type_check = runtime_checkable = final


def get_type_hints(obj, *args, **keywords):
    return dict(obj.__annotations__)


def get_origin(hint):
    return getattr(hint, "__origin__", None)


def get_args(hint):
    return getattr(hint, "__args__", ())


def assert_never(value, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {value!r}")


def reveal_type(value, /):
    return value
