"""Looking at functions, classes and modules."""
import sys
import types
from _conch import _function_info, _gen_kind

CO_GENERATOR, CO_COROUTINE = 32, 128
GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isbuiltin(object):
    return isinstance(object, type(len))


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object)


def isgenerator(object):
    return type(object).__name__ == "generator"


def iscoroutine(object):
    return type(object).__name__ == "coroutine"


def isasyncgen(object):
    return type(object).__name__ == "async_generator"


def isawaitable(object):
    return iscoroutine(object) or hasattr(type(object), "__await__")


def _kind_of_function(function):
    """What calling it makes: bits of enum code_flag."""
    while hasattr(function, "__func__"):
        function = function.__func__
    return _function_info(function)[3] & 7 if isfunction(function) else 0


def isgeneratorfunction(obj):
    return _kind_of_function(obj) == 1


def iscoroutinefunction(obj):
    return bool(_kind_of_function(obj) & 2)


def isasyncgenfunction(obj):
    return bool(_kind_of_function(obj) & 4)


def isabstract(object):
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def isdatadescriptor(object):
    return isinstance(object, property)


def getgeneratorstate(generator):
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getcoroutinestate(coroutine):
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getmembers(object, predicate=None):
    members = []
    for name in dir(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            members.append((name, value))
    return sorted(members, key=lambda pair: pair[0])


def cleandoc(doc):
    """A docstring without the indentation of its place."""
    lines = doc.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins) if margins else 0
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    doc = getattr(object, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None


def getmodule(object, _filename=None):
    name = getattr(object, "__module__", None)
    return object if ismodule(object) else sys.modules.get(name)


def getmodulename(path):
    name = path.rpartition("/")[2]
    return name[:-3] if name.endswith(".py") else None


def unwrap(func, *, stop=None):
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


def getmro(cls):
    return cls.__mro__


def currentframe():
    return sys._getframe()


class FrameInfo(tuple):
    frame = property(lambda self: self[0])
    filename = property(lambda self: self[1])
    lineno = property(lambda self: self[2])
    function = property(lambda self: self[3])
    code_context = property(lambda self: self[4])
    index = property(lambda self: self[5])


def stack(context=1):
    found, frame = [], sys._getframe()
    while frame is not None:
        found.append(FrameInfo((frame, frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, None, None)))
        frame = frame.f_back
    return found


# ---- signatures

class _Empty:
    pass


_Empty.__name__ = _Empty.__qualname__ = "_empty"


class _Kind(int):
    def __new__(cls, number, name, description):
        self = int.__new__(cls, number)
        self.name, self.description = name, description
        return self

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"

    def __str__(self):
        return self.name


class Parameter:
    POSITIONAL_ONLY = _Kind(0, "POSITIONAL_ONLY", "positional-only")
    POSITIONAL_OR_KEYWORD = _Kind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
    VAR_POSITIONAL = _Kind(2, "VAR_POSITIONAL", "variadic positional")
    KEYWORD_ONLY = _Kind(3, "KEYWORD_ONLY", "keyword-only")
    VAR_KEYWORD = _Kind(4, "VAR_KEYWORD", "variadic keyword")
    empty = _Empty

    def __init__(self, name, kind, *, default=_Empty, annotation=_Empty):
        self.name, self.kind, self.default, self.annotation = name, kind, default, annotation

    def replace(self, **changes):
        values = {"name": self.name, "kind": self.kind, "default": self.default, "annotation": self.annotation}
        values.update(changes)
        return Parameter(values.pop("name"), values.pop("kind"), **values)

    def __str__(self):
        text = ("*" if self.kind == 2 else "**" if self.kind == 4 else "") + self.name
        if self.annotation is not _Empty:
            text += ": " + _annotation_text(self.annotation)
        if self.default is not _Empty:
            text += (" = " if self.annotation is not _Empty else "=") + repr(self.default)
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'

    def __eq__(self, other):
        return isinstance(other, Parameter) and (self.name, self.kind, self.default, self.annotation) == (
            other.name, other.kind, other.default, other.annotation)

    def __hash__(self):
        return hash((self.name, int(self.kind)))


def _annotation_text(annotation):
    if isinstance(annotation, type):
        return annotation.__qualname__ if annotation.__module__ in ("builtins", "__main__") else f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation)


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature, self.arguments = signature, arguments

    @property
    def args(self):
        out = []
        for name, p in self.signature.parameters.items():
            if p.kind in (3, 4) or name not in self.arguments:
                break
            out += self.arguments[name] if p.kind == 2 else [self.arguments[name]]
        return tuple(out)

    @property
    def kwargs(self):
        out = {}
        for name, p in self.signature.parameters.items():
            if p.kind == 3 and name in self.arguments:
                out[name] = self.arguments[name]
            elif p.kind == 4:
                out.update(self.arguments.get(name, {}))
        return out

    def apply_defaults(self):
        full = {}
        for name, p in self.signature.parameters.items():
            if name in self.arguments:
                full[name] = self.arguments[name]
            elif p.default is not _Empty:
                full[name] = p.default
            elif p.kind in (2, 4):
                full[name] = () if p.kind == 2 else {}
        self.arguments = full

    def __repr__(self):
        return f"<BoundArguments ({', '.join([f'{k}={v!r}' for k, v in self.arguments.items()])})>"


class Signature:
    empty = _Empty

    def __init__(self, parameters=None, *, return_annotation=_Empty):
        self.parameters = {p.name: p for p in parameters or ()}
        self.return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, **options):
        return signature(obj)

    def replace(self, *, parameters=None, return_annotation=_Empty):
        return Signature(self.parameters.values() if parameters is None else parameters,
                         return_annotation=self.return_annotation if return_annotation is _Empty else return_annotation)

    def _bind(self, args, kwargs, partial=False):
        arguments, args, kwargs = {}, list(args), dict(kwargs)
        for name, p in self.parameters.items():
            if p.kind == 2:
                if args:
                    arguments[name] = tuple(args)
                args = []
            elif p.kind == 4:
                if kwargs:
                    arguments[name] = kwargs
                kwargs = {}
            elif p.kind in (0, 1) and args:
                if name in kwargs and p.kind == 1:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args.pop(0)
            elif p.kind != 0 and name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif p.default is _Empty and not partial:
                raise TypeError(f"missing a required {'keyword-only ' if p.kind == 3 else ''}argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def __str__(self):
        parts, star, slash = [], False, False
        values = list(self.parameters.values())
        for i, p in enumerate(values):
            if p.kind == 3 and not star:
                parts.append("*")
                star = True
            star = star or p.kind == 2
            parts.append(str(p))
            if p.kind == 0 and (i + 1 == len(values) or values[i + 1].kind != 0):
                parts.append("/")
        text = "(" + ", ".join(parts) + ")"
        return text if self.return_annotation is _Empty else f"{text} -> {_annotation_text(self.return_annotation)}"

    def __repr__(self):
        return f"<Signature {self}>"

    def __eq__(self, other):
        return isinstance(other, Signature) and list(self.parameters.values()) == list(other.parameters.values())

    def __hash__(self):
        return hash(tuple(self.parameters))


def signature(obj, **options):
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    obj = unwrap(obj)
    if isinstance(obj, Signature):
        return obj
    if ismethod(obj):
        whole = signature(obj.__func__)
        return whole.replace(parameters=list(whole.parameters.values())[1:])
    if isclass(obj):
        init = getattr(obj, "__init__", None)
        if isfunction(init):
            whole = signature(init)
            return Signature(list(whole.parameters.values())[1:])
        return Signature()
    if isfunction(obj):
        return _of_function(obj)
    func = getattr(obj, "func", None)
    if func is not None and hasattr(obj, "keywords"):      # functools.partial
        whole = signature(func)
        left = list(whole.parameters.values())[len(obj.args):]
        return whole.replace(parameters=[p.replace(default=obj.keywords[p.name], kind=Parameter.KEYWORD_ONLY) if p.name in obj.keywords else p
                          for p in left])
    call = getattr(type(obj), "__call__", None)
    if isfunction(call):
        whole = signature(call)
        return whole.replace(parameters=list(whole.parameters.values())[1:])
    raise ValueError(f"no signature found for builtin {obj!r}")


def _of_function(f):
    _, names, only, flags, line, positional_only, star, double_star, source, _ = _function_info(f)
    annotations = getattr(f, "__annotations__", None) or {}
    defaults, own = f.__defaults__ or (), f.__kwdefaults__ or {}
    params = []
    for i, name in enumerate(names):
        n = i - (len(names) - len(defaults))
        params.append(Parameter(name, Parameter.POSITIONAL_ONLY if i < positional_only else Parameter.POSITIONAL_OR_KEYWORD,
                                default=defaults[n] if n >= 0 else _Empty, annotation=annotations.get(name, _Empty)))
    if star is not None:
        params.append(Parameter(star, Parameter.VAR_POSITIONAL, annotation=annotations.get(star, _Empty)))
    for name in only:
        params.append(Parameter(name, Parameter.KEYWORD_ONLY, default=own.get(name, _Empty), annotation=annotations.get(name, _Empty)))
    if double_star is not None:
        params.append(Parameter(double_star, Parameter.VAR_KEYWORD, annotation=annotations.get(double_star, _Empty)))
    return Signature(params, return_annotation=annotations.get("return", _Empty))


class FullArgSpec(tuple):
    args = property(lambda self: self[0])
    varargs = property(lambda self: self[1])
    varkw = property(lambda self: self[2])
    defaults = property(lambda self: self[3])
    kwonlyargs = property(lambda self: self[4])
    kwonlydefaults = property(lambda self: self[5])
    annotations = property(lambda self: self[6])

    def __repr__(self):
        names = ("args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults", "annotations")
        return "FullArgSpec(" + ", ".join([f"{n}={v!r}" for n, v in zip(names, self)]) + ")"


def getfullargspec(func):
    values = list((_of_function(func.__func__) if ismethod(func) else signature(func)).parameters.values())
    plain = [p for p in values if p.kind in (0, 1)]
    only = [p for p in values if p.kind == 3]
    defaults = tuple([p.default for p in plain if p.default is not _Empty])
    return FullArgSpec(([p.name for p in plain], next((p.name for p in values if p.kind == 2), None),
                        next((p.name for p in values if p.kind == 4), None), defaults or None, [p.name for p in only],
                        {p.name: p.default for p in only if p.default is not _Empty} or None, dict(getattr(func, "__annotations__", {}))))


def getsource(object):
    return "".join(getsourcelines(object)[0])


def getsourcelines(object):
    if ismethod(object):
        object = object.__func__
    info = _function_info(object) if isfunction(object) else None
    if info is None or info[8] is None:
        raise OSError("could not get source code")
    return info[8].splitlines(True), info[4]


def getfile(object):
    module = getmodule(object)
    name = getattr(module, "__file__", None)
    if name is None:
        raise TypeError(f"{object!r} is a built-in {'module' if ismodule(object) else 'class'}")
    return name


def getsourcefile(object):
    return getfile(object)
