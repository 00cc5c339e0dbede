# Globals, captured variables and modules; imports by many threads at once.
from threading import Thread, current_thread, local

THREADS = 8
flags = [False] * THREADS
value = 0
last = None


def run(work, n=THREADS):
    threads = [Thread(target=work, args=(k,), name='t%d' % k) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def store(k):
    global value, last
    for i in range(300):
        value = k * 1000 + i
        assert value % 1000 < 300
        last = [k, i]
        a, b = last
        assert 0 <= a < THREADS and 0 <= b < 300
    flags[k] = True


run(store)
assert flags == [True] * THREADS


def names(k):
    import random
    import string
    import functools
    import collections
    assert current_thread().name == 't%d' % k
    r = random.Random(k)
    assert 0 <= r.random() < 1
    assert 0 <= random.randrange(10) < 10
    assert string.digits == '0123456789'
    assert functools.reduce(lambda a, b: a + b, range(10)) == 45
    c = collections.Counter('abca')
    assert c['a'] == 2
    d = collections.defaultdict(list)
    d[k].append(1)
    globals()['name%d' % k] = k
    exec('made%d = %d' % (k, k), {}) if False else None


run(names)

mine = local()


def own(k):
    mine.x = k
    for i in range(100):
        mine.x += 1
    assert mine.x == k + 100


run(own)

# new threads while others end, daemons among them
alive = []


def short(k):
    alive.append(k)


for i in range(30):
    ts = [Thread(target=short, args=(k,), daemon=k % 2 == 0) for k in range(4)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
assert len(alive) == 120


def tree(depth):
    if depth == 0:
        alive.append(-1)
        return
    ts = [Thread(target=tree, args=(depth - 1,)) for i in range(2)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()


tree(4)
assert alive.count(-1) == 16
print('ok')
