# Groups of exceptions: made, parted by kind or by a function, and made anew by derive().
import traceback


def tree(exc):
    if isinstance(exc, BaseExceptionGroup):
        return type(exc).__name__, exc.message, [tree(e) for e in exc.exceptions]
    return None if exc is None else repr(exc)


def refused(f, *args):
    try:
        print(tree(f(*args)))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


group = ExceptionGroup("all", [ValueError(1), ExceptionGroup("some", [TypeError(2), ValueError(3)]), KeyError("k"),
                               ExceptionGroup("keys", [KeyError("q")])])
for condition in (ValueError, (TypeError, KeyError), Exception, OSError, (), ExceptionGroup, LookupError,
                  lambda e: isinstance(e, ValueError) and e.args[0] > 1, lambda e: "some" in str(e), lambda e: False):
    try:
        match, rest = group.split(condition)
        print(tree(match), "|", tree(rest))
        print(tree(group.subgroup(condition)), match is group, rest is group)
    except TypeError as e:
        print(e)
for wrong in 1, "ValueError", (ValueError, 1), int, [ValueError]:
    refused(group.split, wrong)
    refused(group.subgroup, wrong)
print(tree(group.derive([OSError("new")])), tree(group.derive([KeyboardInterrupt()])))
refused(group.derive, [])

try:
    try:
        raise KeyError("cause")
    except KeyError as e:
        group.add_note("a note")
        raise group from e
except ExceptionGroup as e:
    part = e.subgroup(TypeError)
    print(part.__notes__, part.__notes__ is e.__notes__, repr(part.__cause__), repr(part.__context__),
          traceback.extract_tb(part.__traceback__)[0].lineno)
    print(part.exceptions[0].exceptions[0] is e.exceptions[1].exceptions[0])


class Mine(ExceptionGroup):
    def __new__(cls, message, excs, code=0):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self

    def derive(self, excs):
        return Mine(self.message, excs, self.code)


mine = Mine("mine", [ValueError(1), KeyError(2), ExceptionGroup("plain", [ValueError(4)])], 7)
match, rest = mine.split(ValueError)
print(tree(match), match.code, tree(rest), rest.code, tree(mine.subgroup(KeyError)))


class Bad(ExceptionGroup):
    def derive(self, excs):
        return 5


refused(Bad("bad", [ValueError(1), KeyError(2)]).split, ValueError)

for arguments in (("m",), ("m", 1), ("m", []), ("m", [1]), ("m", [ValueError(), "x"]), (1, [ValueError()]), ("m", {1}),
                  ("m", (ValueError(1),)), ("m", [KeyboardInterrupt()]), ("m", [ValueError(), SystemExit()]), ()):
    refused(ExceptionGroup, *arguments)
    refused(BaseExceptionGroup, *arguments)
print(hasattr(ValueError(), "split"), hasattr(group, "split"), callable(group.derive))
