# set: first
import traceback


class E(Exception):
    def __init__(self, msg, code=0):
        super().__init__(msg)
        self.code = code


try:
    raise E("bad", code=7)
except E as e:
    print(e, e.code, e.args, repr(e), type(e).__name__, isinstance(e, Exception))
    keep = e
print(keep.code, keep.__traceback__ is not None, keep.__class__.__name__, E.__mro__[1].__name__)
e = ValueError("one", 2)
print(e, str(e), e.args, repr(e), repr(ValueError()), str(ValueError("x")), ValueError(5).args)
print(KeyError("k"), repr(KeyError("k")), str(KeyError("a", "b")), IndexError("i"))
try:
    open("nope")
except OSError as e:
    print(e.errno, e.strerror, e.filename, type(e).__name__, e.args)
print(OSError(2, "msg"), repr(OSError(2, "msg")), type(OSError(2, "m")).__name__)
try:
    raise StopIteration("v")
except StopIteration as e:
    print(e.value, e.args)
try:
    raise SystemExit("bye")
except SystemExit as e:
    print(e.code)
try:
    {}["x"]
except KeyError as e:
    print(e.args[0], len(e.args))


class Quiet(Exception):
    pass


class Loud(Quiet):
    def __str__(self):
        return "LOUD " + str(self.args)


for exc in (Quiet("q"), Loud("l", 1), Quiet(), Loud()):
    try:
        raise exc
    except Quiet as e:
        print(repr(str(e)), repr(e))
try:
    raise E
except TypeError as e:
    print("E needs", "msg" in str(e))
x = None
try:
    raise ValueError("with note") from OSError("deep")
except ValueError as e:
    x = e
print(x, x.__cause__, x.__cause__.args, traceback.format_exception_only(type(x), x))
print(isinstance(x, (KeyError, ValueError)), issubclass(E, Exception), E("m") == E("m"))
