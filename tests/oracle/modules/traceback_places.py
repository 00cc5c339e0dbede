# set: first
# Where an exception has been, as a program looks at it.
import inspect
import io
import sys
import traceback
import types


def inner(n):
    if n == 0:
        raise ValueError("deep trouble")
    inner(n - 1)


def middle():
    try:
        inner(2)
    except ValueError as e:
        raise RuntimeError("second") from e


class Thing:
    def method(self):
        middle()


def generator():
    yield 1
    Thing().method()


def start():
    list(generator())


def short(name):
    return name.rpartition("/")[2]


def walk(tb):
    while tb is not None:
        code = tb.tb_frame.f_code
        print(tb.tb_lineno, code.co_name, code.co_firstlineno, short(code.co_filename))
        tb = tb.tb_next


try:
    start()
except RuntimeError as e:
    caught = e
walk(caught.__traceback__)
print("cause")
walk(caught.__cause__.__traceback__)

tb = caught.__traceback__
print(isinstance(tb, types.TracebackType), isinstance(tb.tb_frame, types.FrameType),
      isinstance(tb.tb_frame.f_code, types.CodeType), type(tb).__name__, type(tb.tb_frame).__name__,
      type(tb.tb_frame.f_code).__name__)
print(repr(tb)[:20], repr(tb.tb_frame)[:7], repr(tb.tb_frame.f_code)[:21])
for wrong in "tb_line", "f_code", "co_name":
    try:
        getattr(tb, wrong)
    except AttributeError as e:
        print(e)

for limit in None, 0, 1, 2, -1, -2, 99:
    print(limit, [(short(f.filename), f.lineno, f.name, f.line) for f in traceback.extract_tb(tb, limit)])
summary = traceback.extract_tb(tb)
last = summary[-1]
print(type(summary).__name__, len(summary), repr(summary[0]).replace(last.filename, "FILE"))
file, line, name, text = last
print(short(file), line, name, text, last[1], len(last), last == (file, line, name, text), last == summary[-1])
for text in traceback.format_tb(tb) + traceback.format_tb(tb, 1) + summary.format() + traceback.format_list(summary[:2]):
    print(text.replace(last.filename, "FILE"), end="")
print("of a list")
print("".join(traceback.format_list([("a.py", 3, "f", "x = 1"), ("b.py", 4, "g", None)])), end="")
print("".join(traceback.format_list([("a.py", 3, "f", "again()")] * 6)), end="")
print(traceback.format_tb(None), traceback.extract_tb(None))
print([(f.f_code.co_name, line) for f, line in traceback.walk_tb(tb)])
out = io.StringIO()
traceback.print_tb(caught.__cause__.__traceback__, file=out)
print(out.getvalue().replace(last.filename, "FILE"))


def deep(n):
    return deep(n - 1) if n else traceback.extract_stack()


print([(f.name, f.lineno, f.line) for f in deep(2)][-4:])
print([f.name for f in traceback.extract_stack(limit=1)], len(traceback.format_stack()))


def caller():
    frame = sys._getframe()
    found, here = [], inspect.currentframe().f_lineno
    while frame is not None:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found, here, sys._getframe(1).f_code.co_name, inspect.currentframe().f_back.f_lineno


print(caller())
print([f.function for f in inspect.stack()][-1:])
kind, value, tb = None, None, None
try:
    start()
except RuntimeError:
    kind, value, tb = sys.exc_info()
    kept = tb
    print(tb.tb_lineno, kind.__name__, traceback.extract_tb(tb)[-1].name, traceback.extract_tb(value.__traceback__)[0].name)
try:
    try:
        raise value
    except RuntimeError as e:
        print(len(traceback.extract_tb(e.__traceback__)), len(traceback.extract_tb(kept)))
        raise
except RuntimeError as e:
    print(len(traceback.extract_tb(e.__traceback__)), len(traceback.extract_tb(kept)))
try:
    raise ValueError(3).with_traceback(tb)
except ValueError as e:
    print([f.name for f in traceback.extract_tb(e.__traceback__)])
try:
    e = ValueError(4)
    e.__traceback__ = tb.tb_next
    print([f.name for f in traceback.extract_tb(e.__traceback__)])
    e.with_traceback(5)
except TypeError as e:
    print(e)
