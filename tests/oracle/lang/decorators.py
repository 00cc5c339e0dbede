# set: first
# Functions that wrap functions.

def logged(f):
    def wrapper(*args, **kwargs):
        print("call", f.__name__, args, kwargs)
        result = f(*args, **kwargs)
        print("result", result)
        return result
    return wrapper


def repeat(times):
    def decorate(f):
        def wrapper(*args):
            return [f(*args) for _ in range(times)]
        return wrapper
    return decorate


@logged
def add(a, b=1):
    return a + b


@repeat(3)
@logged
def hello(name):
    return "hello " + name


add(2)
add(2, b=5)
print(hello("Ann"))
print(add.__name__)


def register(table):
    def keep(f):
        table[f.__name__] = f
        return f
    return keep


commands = {}


@register(commands)
def start():
    return "started"


@register(commands)
def stop():
    return "stopped"


for name in sorted(commands):
    print(name, commands[name]())


class CountCalls:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)


@CountCalls
def square(x):
    return x * x


print(square(3), square(4), square.calls)


def memo(f):
    seen = {}

    def wrapper(n):
        if n not in seen:
            seen[n] = f(n)
        return seen[n]
    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80))
