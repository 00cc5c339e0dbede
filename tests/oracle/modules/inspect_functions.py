# set: first
import functools
import inspect


def f(a, b: int = 2, /, c=3, *args: str, d, e=5, **kw) -> bool:
    """First line.

        indented
    """
    return True


class C:
    """About C."""
    def __init__(self, x, y=1):
        self.x = x

    def method(self, z):
        return z

    @classmethod
    def make(cls, q):
        return cls(q)

    @staticmethod
    def plain(w):
        return w


async def co():
    pass


def gen():
    yield 1


print(inspect.signature(f), inspect.signature(C), inspect.signature(C(1).method), inspect.signature(C.make), inspect.signature(C.plain), inspect.signature(lambda x, *y: 0), inspect.signature(functools.partial(f, 1, d=4)))
for p in inspect.signature(f).parameters.values():
    print(p.name, p.kind, p.default is inspect.Parameter.empty, p.kind.description)
b = inspect.signature(f).bind(1, 2, 3, "x", d=4, z=9)
print(b.arguments, b.args, b.kwargs, inspect.signature(f).return_annotation)
b = inspect.signature(f).bind(1, d=4)
b.apply_defaults()
print(b.arguments)
for bad in (lambda: inspect.signature(f).bind(), lambda: inspect.signature(C).bind(1, 2, 3), lambda: inspect.signature(C).bind(1, q=3), lambda: inspect.signature(C).bind(1, x=3), lambda: inspect.signature(5)):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(inspect.getfullargspec(C.method), inspect.getdoc(f), inspect.getdoc(C), inspect.cleandoc("  a\n   b\n   c"))
c = co()
print(inspect.isfunction(f), inspect.ismethod(C(1).method), inspect.isclass(C), inspect.ismodule(inspect), inspect.isbuiltin(len), inspect.iscoroutinefunction(co), inspect.iscoroutine(c), inspect.isgeneratorfunction(gen), inspect.isgenerator(gen()), inspect.isawaitable(c), inspect.isroutine(f))
c.close()
print([n for n, v in inspect.getmembers(C, inspect.isfunction)], inspect.getmro(bool), inspect.getmodulename("/a/b.py"), inspect.getsource(gen), inspect.unwrap(f) is f)


def where():
    return inspect.currentframe().f_code.co_name, inspect.stack()[1].function


print(where())
