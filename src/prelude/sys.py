"""The interpreter's own matters."""

from _conch import (_collect, _exc_handled, _frame, _hook, _recursion, _sys_argv, _sys_modules, flush as _flush, os_call as _os_call,
                    read_line as _read_line, write as _write)


class _Struct(tuple):
    """A tuple whose items have names too."""
    def __new__(cls, names, values, shown):
        self = tuple.__new__(cls, values)
        self.__dict__.update(_names=names, _shown=shown)
        for name, value in zip(names, values):
            self.__dict__[name] = value
        return self

    def __repr__(self):
        return f"{self._shown}(" + ", ".join([f"{n}={v!r}" for n, v in zip(self._names, self)]) + ")"


class TextIOWrapper:
    encoding = "utf-8"
    errors = "strict"
    newlines = None
    line_buffering = True

    def __init__(self, number, name, mode):
        self._number, self.name, self.mode = number, name, mode
        self.closed = False
        self._rest = ""
        self.buffer = _Bytes(self)

    def __repr__(self):
        return f"<_io.TextIOWrapper name='{self.name}' mode='{self.mode}' encoding='utf-8'>"

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.mode != "w":
            raise _unsupported("not writable")
        if text:
            _write(self._number, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        if self.mode == "w":
            _flush(self._number)

    def readline(self, size=-1):
        if self.mode != "r":
            raise _unsupported("not readable")
        line = self._rest
        if line == "":
            line = _read_line("")
            line = "" if line is None else line + "\n"
        if 0 <= size < len(line):
            line, self._rest = line[:size], line[size:]
        else:
            self._rest = ""
        return line

    def read(self, size=-1):
        text = ""
        while size < 0 or len(text) < size:
            line = self.readline(-1 if size < 0 else size - len(text))
            if not line:
                break
            text += line
        return text

    def readlines(self):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self.closed = True

    def fileno(self):
        return self._number

    def isatty(self):
        return True

    def readable(self):
        return self.mode == "r"

    def writable(self):
        return self.mode == "w"

    def seekable(self):
        return False

    def reconfigure(self, **options):
        pass


TextIOWrapper.__module__ = "_io"


class _Bytes:
    """sys.stdout.buffer and its like."""
    def __init__(self, text):
        self._text = text

    def write(self, data):
        self._text.write(bytes(data).decode("utf-8", "backslashreplace"))
        return len(data)

    def flush(self):
        self._text.flush()

    def read(self, size=-1):
        return self._text.read(size).encode()

    def readline(self, size=-1):
        return self._text.readline(size).encode()

    def fileno(self):
        return self._text.fileno()


def _unsupported(what):
    from io import UnsupportedOperation
    return UnsupportedOperation(what)


stdin = __stdin__ = TextIOWrapper(0, "<stdin>", "r")
stdout = __stdout__ = TextIOWrapper(1, "<stdout>", "w")
stderr = __stderr__ = TextIOWrapper(2, "<stderr>", "w")

argv = _sys_argv()
orig_argv = ["python3"] + argv
version_info = _Struct(("major", "minor", "micro", "releaselevel", "serial"), (3, 11, 0, "final", 0), "sys.version_info")
version = "3.11.0 (conch)"
hexversion = 0x030b00f0
api_version = 1013
copyright = "conch"
platform = "linux"
byteorder = "little"
maxsize = (1 << 63) - 1
maxunicode = 0x10ffff
executable = "/usr/bin/python3"
prefix = base_prefix = exec_prefix = base_exec_prefix = "/usr"
path = [""]
flags = _Struct(("debug", "optimize", "verbose", "utf8_mode"), (0, 0, 0, 1), "sys.flags")
implementation = _Struct(("name", "cache_tag"), ("conch", "conch-311"), "namespace")
float_info = _Struct(("max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix",
                      "rounds"), (1.7976931348623157e+308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53,
                                  2.220446049250313e-16, 2, 1), "sys.float_info")
int_info = _Struct(("bits_per_digit", "sizeof_digit"), (30, 4), "sys.int_info")
hash_info = _Struct(("width", "modulus"), (64, (1 << 61) - 1), "sys.hash_info")
builtin_module_names = ("builtins", "sys", "time")
dont_write_bytecode = True
ps1, ps2 = ">>> ", "... "


class _Modules(dict):
    """sys.modules: looked up afresh each time."""
    def _now(self):
        for name, module in _sys_modules().items():
            if name not in self._gone:
                dict.setdefault(self, name, module)
        return self

    def __init__(self):
        self._gone = set()

    def __contains__(self, name):
        return dict.__contains__(self._now(), name)

    def __getitem__(self, name):
        return dict.__getitem__(self._now(), name)

    def __iter__(self):
        return iter(dict.keys(self._now()))

    def __len__(self):
        return len(list(dict.keys(self._now())))

    def get(self, name, default=None):
        return dict.get(self._now(), name, default)

    def keys(self):
        return dict.keys(self._now())

    def items(self):
        return dict.items(self._now())

    def values(self):
        return dict.values(self._now())


modules = _Modules()


def exit(status=None, /):
    raise SystemExit(status) if status is not None else SystemExit


def exc_info():
    exc = _exc_handled()
    return (None, None, None) if exc is None else (type(exc), exc, exc.__traceback__)


def exception():
    return _exc_handled()


def excepthook(kind, value, traceback):
    from traceback import print_exception
    print_exception(value)


__excepthook__ = excepthook


def displayhook(value):
    if value is not None:
        print(repr(value))


def unraisablehook(unraisable):
    print("Exception ignored", file=stderr)


def getrecursionlimit():
    return _recursion(None) - 2


def setrecursionlimit(limit, /):
    if not isinstance(limit, int):
        raise TypeError(f"'{type(limit).__name__}' object cannot be interpreted as an integer")
    if limit < 1:
        raise ValueError("recursion limit must be greater or equal than 1")
    _recursion(limit + 2)


def getswitchinterval():
    return _os_call("switch_interval") / 1e9


def setswitchinterval(interval, /):
    if not isinstance(interval, (int, float)):
        raise TypeError(f"must be real number, not {type(interval).__name__}")
    if interval <= 0:
        raise ValueError("switch interval must be strictly positive")
    _os_call("switch_interval", int(interval * 1e9))


def getsizeof(obj, default=None):
    if isinstance(obj, (str, bytes)):
        return 49 + len(obj)
    if isinstance(obj, (list, tuple)):
        return 56 + 8 * len(obj)
    if isinstance(obj, (dict, set)):
        return 64 + 104 * len(obj)
    return 28 if isinstance(obj, int) else 24 if isinstance(obj, float) else 48


def getrefcount(obj, /):
    return 2


def intern(text, /):
    return text


def getdefaultencoding():
    return "utf-8"


def getfilesystemencoding():
    return "utf-8"


def _is_gil_enabled():
    return _os_call("gil")


def is_finalizing():
    return False


def settrace(function, /):
    pass


def gettrace():
    return None


def setprofile(function, /):
    pass


def _getframe(depth=0, /):
    frame = _frame(depth)
    if frame is None:
        raise ValueError("call stack is not deep enough")
    return frame


_hook(6, stdout)
