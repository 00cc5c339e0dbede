# set: first
# A decorator that primes a coroutine; filters connected by send.
from functools import wraps


def coroutine(f):
    @wraps(f)
    def start(*args, **kwargs):
        g = f(*args, **kwargs)
        next(g)
        return g
    return start


@coroutine
def grep(pattern, target):
    while True:
        line = yield
        if pattern in line:
            target.send(line)


@coroutine
def number(target):
    n = 0
    while True:
        line = yield
        n += 1
        target.send("%d: %s" % (n, line))


@coroutine
def broadcast(targets):
    while True:
        item = yield
        for t in targets:
            t.send(item)


@coroutine
def printer(prefix):
    try:
        while True:
            print(prefix, (yield))
    except GeneratorExit:
        print(prefix, "closed")


screen, archive = printer("screen "), printer("archive")
source = grep("py", number(broadcast([screen, archive])))
for line in ["python", "ruby", "pypy", "happy"]:
    source.send(line)
source.close()
screen.close()
archive.close()
print(grep.__name__)
