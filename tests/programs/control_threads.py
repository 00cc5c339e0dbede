# Exceptions, generators, recursion, closures in every thread.
from threading import Thread, Lock

errors = []


class Mine(Exception):
    def __init__(self, number):
        super().__init__('number %d' % number)
        self.number = number


def run(work, n=8):
    def guarded(k):
        try:
            work(k)
        except BaseException as e:
            errors.append(repr(e))
    threads = [Thread(target=guarded, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert errors == [], errors


def fails(n):
    if n == 0:
        raise Mine(7)
    try:
        fails(n - 1)
    finally:
        n += 1


def raising(k):
    for i in range(60):
        try:
            fails(i % 20)
        except Mine as e:
            assert e.number == 7 and str(e) == 'number 7'
        try:
            {}['missing']
        except KeyError as e:
            assert e.args == ('missing',)
        try:
            [].nothing
        except AttributeError as e:
            assert 'nothing' in str(e)
        try:
            int('x' * k)
        except ValueError:
            pass


run(raising)


def numbers(n):
    for i in range(n):
        got = yield i
        if got:
            yield got * 2


def flat(n):
    yield from numbers(n)
    yield from (x * x for x in range(n))


def generating(k):
    for i in range(30):
        assert list(flat(10)) == list(range(10)) + [x * x for x in range(10)]
        g = numbers(3)
        assert next(g) == 0 and g.send(k + 1) == 2 * (k + 1)
        g.close()


run(generating)


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


def recursing(k):
    for i in range(5):
        assert deep(200 + k) == 200 + k
    try:
        deep(5000)
    except RecursionError:
        pass
    else:
        assert False


run(recursing)


def counter():
    n = 0
    lock = Lock()

    def add():
        nonlocal n
        with lock:
            n += 1
            return n
    return add


add = counter()
seen = []


def counting(k):
    for i in range(200):
        seen.append(add())


run(counting)
assert sorted(seen) == list(range(1, 1601))

# a generator that two threads resume: one of them is refused, nothing falls
shared = (x for x in range(100000))
got = []


def both(k):
    for i in range(200):
        try:
            got.append(next(shared))
        except ValueError:
            pass


run(both)
assert len(set(got)) == len(got)

# an iterator that many take from
it = iter(list(range(2000)))
pieces = [[] for k in range(8)]


def take(k):
    for x in it:
        pieces[k].append(x)


run(take)
assert set(x for p in pieces for x in p) == set(range(2000))
print('ok')
