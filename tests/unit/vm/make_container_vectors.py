#!/usr/bin/env python3
"""Writes container.vec: what CPython answers, case by case.

A line is: function TAB arguments, as the native function gets them, as a tuple TAB repr of the
result, or !Exception: text. "mut:" before the function: the receiver is shown behind the result.
"""
import random
from collections import deque

random.seed(11)
ABSENT = object()
lines = []


class Iter:
    """iter(x), shown as such."""
    def __init__(self, of):
        self.of = of


def show(v):
    if v is ABSENT:
        return '...'
    if isinstance(v, Iter):
        return f'iter({show(v.of)})'
    if type(v) is list:
        return '[' + ', '.join(map(show, v)) + ']'
    if type(v) is tuple:
        return '(' + ', '.join(map(show, v)) + (',)' if len(v) == 1 else ')')
    if type(v) is type({}.keys()):
        return f'keys({show(dict.fromkeys(v))})'
    if type(v) is type({}.items()):
        return f'items({show(dict(v))})'
    if type(v) is type({}.values()):
        return 'values({' + ', '.join(f'{i}: {show(x)}' for i, x in enumerate(v)) + '})'
    if type(v) is dict:
        return '{' + ', '.join(f'{show(k)}: {show(x)}' for k, x in v.items()) + '}'
    if type(v) in (set, frozenset) and v:
        inner = '{' + ', '.join(sorted(map(show, v))) + '}'
        return inner if type(v) is set else f'frozenset({inner})'
    if type(v) is deque:
        return f'deque({show(list(v))}, {v.maxlen})'
    if type(v) is bytes:
        raise ValueError('bytes have their own tests')
    return repr(v)


def fresh(v):
    """A copy that a call may change."""
    if isinstance(v, Iter):
        return iter(v.of)
    if type(v) in (list, tuple, set):
        return type(v)(map(fresh, v))
    if type(v) is dict:
        return {k: fresh(x) for k, x in v.items()}
    return deque(map(fresh, v), v.maxlen) if type(v) is deque else v


def case(name, cargs, call, mutates=False):
    """call gets fresh copies of the arguments that are not absent, flattened by itself."""
    text = show(tuple(cargs))
    args = [fresh(a) for a in cargs]
    try:
        result = call(*args)
        want = show(result)
    except RecursionError:
        return
    except Exception as e:
        want = f'!{type(e).__name__}: {e}'
        if 'unhashable' not in want: # other messages of conch name the class without its module
            want = want.replace('collections.deque', 'deque')
    if mutates:
        want += '\t' + show(args[0])
    if '\n' in want or ' at 0x' in want or mutates and 'values(' in want:
        return
    lines.append(f'{"mut:" if mutates else ""}{name}\t{text}\t{want}')


def given(*args):
    return [a for a in args if a is not ABSENT]


scalars = [0, 1, -1, 2, 3, 7, True, False, None, 1.0, 2.5, -0.0, 1e300, 'a', 'b', 'ab', '', 'ä', 10**20, -2**62, 2**62 - 1]


def scalar():
    return random.choice(scalars)


def small():
    return random.choice([0, 1, 2, 3, 'a', 'b', 1.0, True])


def hashable(depth=0):
    k = random.random()
    if k < .8 or depth > 1:
        return scalar()
    if k < .9:
        return tuple(hashable(depth + 1) for _ in range(random.randrange(3)))
    return frozenset(small() for _ in range(random.randrange(3)))


def items(n=6, gen=None):
    return [(gen or scalar)() for _ in range(random.randrange(n))]


def value(depth=0):
    k = random.randrange(14)
    if depth > 2 or k < 5:
        return scalar()
    return [lambda: [value(depth + 1) for _ in range(random.randrange(4))],
            lambda: tuple(value(depth + 1) for _ in range(random.randrange(4))),
            lambda: {hashable(): value(depth + 1) for _ in range(random.randrange(3))},
            lambda: {hashable() for _ in range(random.randrange(4))},
            lambda: frozenset(hashable() for _ in range(random.randrange(4))),
            lambda: range(random.randrange(-5, 5), random.randrange(-5, 9), random.choice([1, 2, -1, 3])),
            lambda: deque(items(4), random.choice([None, None, 3])),
            lambda: slice(random.choice([None, 1, 'a']), 2, None),
            lambda: hashable()][k - 5]()


def iterable():
    """Sets are of one item at most: their order is not that of CPython."""
    return random.choice([
        lambda: items(), lambda: tuple(items()), lambda: 'hällo', lambda: '', lambda: set(items(2, hashable)),
        lambda: {hashable(): scalar() for _ in range(3)}, lambda: range(random.randrange(6)),
        lambda: deque(items()), lambda: Iter(items()), lambda: Iter({1: 2, 3: 4}), lambda: scalar(),
        lambda: {1: 2, 'a': 4}.keys(), lambda: {1: 2, 'a': 4}.values(), lambda: {1: 2, 'a': 4}.items(),
        lambda: [(1, 2), (3, 4)], lambda: [(1, 2), (1, 2, 3)], lambda: ['ab', 'cd'], lambda: [5, 6],
    ])()


def index():
    return random.choice([0, 1, 2, -1, -2, 5, -7, 100, True, 10**30, None, 'x', 1.5])


def a_slice():
    n = lambda: random.choice([None, None, 0, 1, 2, 3, -1, -2, -5, 6, 10**25, -10**25])
    return slice(n(), n(), random.choice([None, None, 1, 2, 3, -1, -2, 0, 5]))


def sequence():
    return random.choice([lambda: items(8), lambda: tuple(items(8)), lambda: range(random.randrange(-4, 4), random.randrange(-4, 9), random.choice([1, 2, -1])),
                          lambda: deque(items(8)), lambda: 'pythön'])()


def collection():
    return random.choice([sequence, sequence, lambda: {hashable(): scalar() for _ in range(4)}, lambda: set(items(5, hashable)), scalar])()


def opt(f):
    return ABSENT if random.random() < .4 else f()


def seti(a, k, v):
    a[k] = v


def deli(a, k):
    del a[k]


binary = {
    '+': lambda a, b: a + b, '*': lambda a, b: a * b, '|': lambda a, b: a | b, '&': lambda a, b: a & b,
    '-': lambda a, b: a - b, '^': lambda a, b: a ^ b,
}


def inplace(sign):
    env = {}
    exec(f'def f(a, b):\n a {sign}= b\n return a', env)
    return env['f']


order = {'<': lambda a, b: a < b, '<=': lambda a, b: a <= b, '>': lambda a, b: a > b, '>=': lambda a, b: a >= b}

def few(v):
    """No set of two, whose order would be CPython's."""
    if type(v) in (set, frozenset):
        return type(v)(map(few, list(v)[:1]))
    if type(v) in (list, tuple):
        return type(v)(map(few, v))
    return {few(k): few(x) for k, x in v.items()} if type(v) is dict else v


for _ in range(150):
    case('getitem', [collection(), random.choice([index, a_slice, hashable])()], lambda a, k: a[k])
for _ in range(150):
    case('getitem', [sequence(), a_slice()], lambda a, k: a[k])
for _ in range(80):
    case('setitem', [collection(), random.choice([index, index, a_slice, hashable])(), random.choice([scalar, iterable])()], seti, True)
for _ in range(110):
    case('setitem', [items(8), a_slice(), iterable()], seti, True)
for _ in range(110):
    case('delitem', [random.choice([items(8), collection()]), random.choice([index, a_slice, hashable])()], deli, True)
for _ in range(150):
    a, b = value(), value()
    if random.random() < .4:
        b = fresh(a)
    case('==', [a, b], lambda a, b: a == b)
for sign, f in order.items():
    for _ in range(50):
        kind = random.randrange(4)
        a, b = [(value(), value()), (items(4, small), items(4, small)), (set(items(4, small)), set(items(4, small))),
                (tuple(items(3, lambda: random.randrange(3))), tuple(items(3, lambda: random.randrange(3))))][kind]
        case(sign, [a, b], f)
for _ in range(150):
    case('in', [collection(), hashable()], lambda a, v: v in a)
case('in', [{frozenset({1})}, {1}], lambda a, v: v in a)
for sign, f in binary.items():
    for _ in range(35):
        a = random.choice([value, collection, lambda: set(items(5, small)), lambda: {small(): 1, small(): 2}.keys()])()
        b = random.choice([value, collection, lambda: set(items(5, small)), lambda: random.randrange(-1, 4)])()
        if {type(a), type(b)} <= {int, float, bool} or isinstance(a, (str, int, float)) and isinstance(b, (int, float)) and not isinstance(a, str):
            continue
        case(sign, [a, b], f)
        if sign != '*' or type(a) is not type({}.keys()):
            case(sign + '=', [a, b], inplace(sign), True)
for v in [0, 1, -1, 2**61 - 1, 2**61, 10**30, 1.5, -1.0, 1e300, (), (1,), (1, 2), (1, (2, 3)), (-1, -2), (1.5, 2), frozenset(), frozenset({1}),
          frozenset({1, 2, 3}), frozenset({-1, 5.5}), [], {}, set(), (1, [])]:
    case('hash', [v], hash)
for _ in range(110):
    case('repr', [few(value())], repr)
for v in [(), (1,), set(), frozenset(), range(3), range(1, 3), range(1, 9, 2), slice(1, 2), deque(), deque([1], 3), {}.keys(), {1: 2}.items(), {0: 2}.values(), {'a': [1, {2: (3,)}]}]:
    case('repr', [v], repr)

for _ in range(35):
    case('list', [opt(iterable)], lambda *a: list(*given(*a)))
    case('tuple', [opt(iterable)], lambda *a: tuple(*given(*a)))
    case('set', [opt(iterable)], lambda *a: set(*given(*a)))
    case('frozenset', [opt(iterable)], lambda *a: frozenset(*given(*a)))
    case('dict', [opt(iterable), opt(lambda: {'x': 1, 'y': 2})], lambda o, k: dict(*given(o), **(k if k is not ABSENT else {})))
    case('deque', [opt(iterable), random.choice([ABSENT, None, 0, 2, 3, -1, 'x'])], lambda o, m: deque(*given(o if o is not ABSENT else []), **({} if m is ABSENT else {'maxlen': m})))
    case('len', [value()], len)
    case('sorted', [random.choice([iterable, lambda: items(9, lambda: random.randrange(5)), lambda: items(9, lambda: random.choice('abcde')), lambda: items(9, lambda: (random.randrange(3), random.choice('ab')))])(), ABSENT, random.choice([ABSENT, True, False])],
         lambda i, k, r: sorted(i, reverse=False if r is ABSENT else r))
    case('any', [iterable()], any)
    case('all', [iterable()], all)
    for name, f in (('min', min), ('max', max)):
        args = random.choice([lambda: (iterable(),), lambda: (items(6, lambda: random.randrange(9)),), lambda: tuple(items(4)), lambda: ([],), lambda: tuple(items(5, lambda: random.random()))])()
        if not any(isinstance(a, Iter) for a in args):
            case(name, [args, ABSENT, random.choice([ABSENT, ABSENT, 5, None])], lambda a, k, d, f=f: f(*a, **({} if d is ABSENT else {'default': d})))
    case('sum', [random.choice([iterable, lambda: items(6, lambda: random.choice([1, 2.5, 2**61, True])), lambda: [[1], [2]], lambda: range(random.randrange(-9, 9), 20)])(), random.choice([ABSENT, 0, 1.5, 2**62 - 1, [], 'x', ()])],
         lambda i, s: sum(i) if s is ABSENT else sum(i, s))
    case('range', random.choice([lambda: [random.choice([3, 2.5, 'a', True, 0]), ABSENT, ABSENT], lambda: [1, 5, random.choice([ABSENT, 0, -1, 2])]])(), lambda *a: range(*given(*a)))
    case('listof', [iterable()], lambda a: list(iter(a)))
    case('enumerate', [iterable(), random.choice([ABSENT, 5, -1])], lambda a, s: list(enumerate(a, *given(s))))
    z = tuple(iterable() for _ in range(random.randrange(4)))
    if not any(isinstance(a, Iter) for a in z):
        case('zip', [z, random.choice([ABSENT, True])], lambda a, s: list(zip(*a, strict=s is True)))
    case('reversed', [collection()], lambda a: list(reversed(a)))
    case('SLICE.indices', [a_slice(), random.choice([0, 3, 10, -1])], lambda s, n: s.indices(n))
    case('RANGE.index', [range(random.randrange(-5, 5), 9, random.choice([1, 3, -2])), random.choice([scalar(), random.randrange(-5, 9)])], lambda r, v: r.index(v))
    case('RANGE.count', [range(random.randrange(-5, 5), 9, random.choice([1, 3, -2])), scalar()], lambda r, v: r.count(v))

for _ in range(35):
    row = lambda: items(7, small)
    case('LIST.append', [row(), value()], lambda l, v: l.append(v), True)
    case('LIST.extend', [row(), iterable()], lambda l, v: l.extend(v), True)
    case('LIST.insert', [row(), random.randrange(-9, 9), scalar()], lambda l, i, v: l.insert(i, v), True)
    case('LIST.remove', [row(), small()], lambda l, v: l.remove(v), True)
    k = random.choice([ABSENT, 0, 1, -1, 3, -4, 9, 'x', True])
    case('LIST.pop', [row(), k], lambda l, i: l.pop(*given(i)), True)
    case('LIST.index', [row(), small(), opt(lambda: random.randrange(-3, 4)), opt(lambda: random.randrange(-3, 8))], lambda l, v, a, b: l.index(v, 0 if a is ABSENT else a, *given(b)))
    case('TUPLE.index', [tuple(row()), small(), ABSENT, ABSENT], lambda l, v, a, b: l.index(v))
    case('TUPLE.count', [tuple(row()), small()], lambda l, v: l.count(v))
    case('LIST.count', [row(), small()], lambda l, v: l.count(v))
    case('LIST.reverse', [row()], lambda l: l.reverse(), True)
    case('LIST.copy', [row()], lambda l: l.copy())
    case('LIST.clear', [row()], lambda l: l.clear(), True)
    case('LIST.sort', [random.choice([row(), items(20, lambda: random.randrange(9))]), ABSENT, random.choice([ABSENT, True])], lambda l, k, r: l.sort(reverse=r is True), False)
    ring = lambda: deque(items(6, small), random.choice([None, None, 3, 5]))
    for name in ('append', 'appendleft', 'extend', 'extendleft'):
        case('DEQUE.' + name, [ring(), iterable()], lambda d, v, name=name: getattr(d, name)(v), True)
    for name in ('pop', 'popleft', 'clear', 'reverse', 'copy'):
        case('DEQUE.' + name, [ring()], lambda d, name=name: getattr(d, name)(), True)
    case('DEQUE.rotate', [ring(), random.choice([ABSENT, 0, 1, -1, 2, 7, -9])], lambda d, n: d.rotate(*given(n)), True)
    case('DEQUE.insert', [ring(), random.randrange(-7, 7), scalar()], lambda d, i, v: d.insert(i, v), True)
    case('DEQUE.remove', [ring(), small()], lambda d, v: d.remove(v) , True)
    case('DEQUE.index', [ring(), small(), ABSENT, ABSENT], lambda d, v, a, b: d.index(v))
    case('DEQUE.count', [ring(), small()], lambda d, v: d.count(v))
    dic = lambda: {small(): scalar() for _ in range(random.randrange(5))}
    key = lambda: random.choice([small(), small(), [], (1,)])
    case('DICT.get', [dic(), key(), opt(scalar)], lambda d, k, v: d.get(k, *given(v)))
    case('DICT.setdefault', [dic(), key(), opt(scalar)], lambda d, k, v: d.setdefault(k, *given(v)), True)
    case('DICT.pop', [dic(), key(), opt(scalar)], lambda d, k, v: d.pop(k, *given(v)), True)
    case('DICT.popitem', [dic()], lambda d: d.popitem(), True)
    case('DICT.update', [dic(), opt(iterable), opt(lambda: {'x': 1, 'b': 2})], lambda d, o, k: d.update(*given(o), **({} if k is ABSENT else k)), True)
    case('DICT.copy', [dic()], lambda d: d.copy())
    case('DICT.clear', [dic()], lambda d: d.clear(), True)
    case('DICT.fromkeys', [iterable(), opt(scalar)], lambda i, v: dict.fromkeys(i, *given(v)))
    bag = lambda: set(items(6, small))
    for name in ('add', 'remove', 'discard'):
        case('SET.' + name, [bag(), key()], lambda s, v, name=name: getattr(s, name)(v), True)
    for name in ('issubset', 'issuperset', 'isdisjoint', 'symmetric_difference'):
        case('SET.' + name, [bag(), random.choice([bag(), iterable()])], lambda s, v, name=name: getattr(s, name)(v))
    case('SET.symmetric_difference_update', [bag(), random.choice([bag(), iterable()])], lambda s, v: s.symmetric_difference_update(v), True)
    for name in ('union', 'intersection', 'difference', 'update', 'intersection_update', 'difference_update'):
        others = tuple(random.choice([bag, lambda: items(4, small), lambda: 'ab', lambda: {1: 2}, scalar])() for _ in range(random.randrange(3)))
        case('SET.' + name, [bag(), others], lambda s, o, name=name: getattr(s, name)(*o), 'update' in name)
        if 'update' not in name:
            case('FROZENSET.' + name, [frozenset(bag()), others], lambda s, o, name=name: getattr(s, name)(*o))

with open('container.vec', 'w') as f:
    f.write('\n'.join(dict.fromkeys(lines)) + '\n')
print(len(set(lines)), 'cases')
