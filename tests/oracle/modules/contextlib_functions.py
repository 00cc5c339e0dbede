# set: first
import contextlib
from contextlib import closing, contextmanager, suppress


@contextmanager
def tag(name):
    print("<%s>" % name)
    try:
        yield name.upper()
    finally:
        print("</%s>" % name)


with tag("b") as t, tag("i"):
    print("text in", t)
try:
    with tag("p"):
        raise ValueError("inside")
except ValueError as e:
    print("came out", e)


@contextmanager
def swallow():
    try:
        yield
    except KeyError as e:
        print("swallowed", e)


with swallow():
    {}["k"]
with suppress(ZeroDivisionError, ValueError):
    1 / 0
    print("never")


class R:
    def close(self):
        print("closed")


with closing(R()) as r:
    print(type(r).__name__)
with contextlib.ExitStack() as stack:
    for n in "xy":
        stack.enter_context(tag(n))
    stack.callback(print, "callback")
    print("in the stack")


@tag("deco")
def f():
    print("decorated")
    return 5


print(f())
with contextlib.nullcontext("n") as n:
    print(n)


@contextmanager
def no_yield():
    if False:
        yield


try:
    with no_yield():
        pass
except RuntimeError as e:
    print(e)
