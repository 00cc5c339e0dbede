"""Abstract base classes."""

from _conch import _class_lookup


def abstractmethod(function):
    inner = getattr(function, "fget", None) or getattr(function, "__func__", function)
    inner.__isabstractmethod__ = True
    return function


abstractproperty = property


class ABCMeta:
    """As metaclass=ABCMeta: the class checks for abstract methods as those of ABC do."""
    @staticmethod
    def __plain_meta__(cls):
        if "__new__" not in cls.__dict__:
            cls.__new__ = ABC.__new__


def _is_abstract(value):
    function = getattr(value, "fget", None) or getattr(value, "__func__", value)
    return getattr(function, "__isabstractmethod__", False) is True


def abstract_names(cls):
    names = []
    for base in cls.__mro__:
        for name, value in getattr(base, "__dict__", {}).items() if base is not object else ():
            if _is_abstract(value) and name not in names and _is_abstract(_class_lookup(cls, name)):
                names.append(name)
    return sorted(names)


_complete = set()


class ABC:
    def __new__(cls, *args, **keywords):
        if cls not in _complete:
            names = abstract_names(cls)
            if not names:
                _complete.add(cls)
        if cls not in _complete:
            s = "s" if len(names) > 1 else ""
            raise TypeError(f"Can't instantiate abstract class {cls.__name__} with abstract method{s} {', '.join(names)}")
        return object.__new__(cls)

    @classmethod
    def register(cls, subclass):
        return subclass
