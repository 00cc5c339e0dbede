# set: first
# Order of entering and leaving; errors inside __enter__ and __exit__.

class M:
    def __init__(self, name, enter_error=None, exit_error=None, swallow=False):
        self.name, self.enter_error, self.exit_error, self.swallow = name, enter_error, exit_error, swallow

    def __enter__(self):
        print("enter", self.name)
        if self.enter_error:
            raise self.enter_error
        return self.name

    def __exit__(self, kind, value, tb):
        print("exit", self.name, repr(value), tb is not None)
        if self.exit_error:
            raise self.exit_error
        return self.swallow


with M("a") as x, M("b") as y:
    print(x, y)
try:
    with M("a"), M("b", enter_error=ValueError("no entry")):
        print("never")
except ValueError as e:
    print(e)
try:
    with M("outer"), M("inner", exit_error=KeyError("bad exit")):
        print("body")
except KeyError as e:
    print("caught", e)
with M("s", swallow=True):
    with M("t"):
        raise OSError("swallowed above")
for name in "pq":
    with M(name):
        continue
try:
    with 5:
        pass
except (TypeError, AttributeError) as e:
    print(type(e).__name__)


def gen():
    with M("in generator"):
        yield 1
        yield 2


for v in gen():
    print(v)
with M("tuple") as (t0, *rest):
    print(t0, rest)
