# set: first
from functools import wraps


def trace(prefix="->"):
    def decorate(f):
        @wraps(f)
        def wrapper(*args, **kwargs):
            print(prefix, f.__name__, args, kwargs)
            return f(*args, **kwargs)
        wrapper.original = f
        return wrapper
    return decorate


@trace()
@trace("=>")
def add(a, b):
    """adds"""
    return a + b


print(add(1, b=2), add.__name__, add.__doc__, add.original.__name__)


def singleton(cls):
    made = {}

    def get(*args):
        if cls not in made:
            made[cls] = cls(*args)
        return made[cls]
    return get


@singleton
class Config:
    def __init__(self, name="default"):
        self.name = name


print(Config("first").name, Config("second").name, Config() is Config())


class Service:
    calls = []

    def log(f):
        def wrapper(self, *args):
            self.calls.append(f.__name__)
            return f(self, *args)
        return wrapper

    @log
    def start(self):
        return "started"

    @log
    def stop(self, why):
        return "stopped: " + why


s = Service()
print(s.start(), s.stop("end"), Service.calls)


def add_repr(cls):
    cls.__repr__ = lambda self: "<%s %s>" % (cls.__name__, sorted(vars(self).items()))
    return cls


@add_repr
class P:
    def __init__(self):
        self.x, self.y = 1, 2


print(P())
handlers = []


@handlers.append
def handler():
    return "handled"


print(handler, [h() for h in handlers])


def retry(times):
    def deco(f):
        def run(*a):
            for attempt in range(1, times + 1):
                try:
                    return f(*a)
                except ValueError as e:
                    print("attempt", attempt, "failed:", e)
            return "gave up"
        return run
    return deco


tries = []


@retry(3)
def flaky(limit):
    tries.append(1)
    if len(tries) < limit:
        raise ValueError(len(tries))
    return "ok after %d" % len(tries)


print(flaky(3), flaky(100))
