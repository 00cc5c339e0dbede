"""Names for types that have none."""


def _function():
    yield


async def _coroutine():
    pass


class _Holder:
    def method(self):
        pass


FunctionType = LambdaType = type(_function)
GeneratorType = type(_function())
MethodType = type(_Holder().method)
BuiltinFunctionType = BuiltinMethodType = type(len)
CodeType = type(_function.__code__)
try:
    raise LookupError
except LookupError as _error:
    TracebackType, FrameType = type(_error.__traceback__), type(_error.__traceback__.tb_frame)
NoneType = type(None)
NotImplementedType = type(NotImplemented)
EllipsisType = type(...)
_made = _coroutine()
CoroutineType = type(_made)
_made.close()
import sys as _sys
ModuleType = type(_sys)
del _made


class SimpleNamespace:
    def __init__(self, /, **keywords):
        self.__dict__.update(keywords)

    def __repr__(self):
        return f"namespace({', '.join([f'{name}={value!r}' for name, value in self.__dict__.items()])})"

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented


class MappingProxyType(dict):
    def __setitem__(self, key, value):
        raise TypeError("'mappingproxy' object does not support item assignment")

    def __delitem__(self, key):
        raise TypeError("'mappingproxy' object does not support item deletion")

    def __repr__(self):
        return f"mappingproxy({dict(self)!r})"


def new_class(name, bases=(), kwds=None, exec_body=None):
    namespace = {}
    if exec_body is not None:
        exec_body(namespace)
    return type(name, bases or (object,), namespace)
