# set: first
# What instances of subclasses of native types cannot do, and other refusals by name.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class I(int): pass
class D(dict): pass
class L(list): pass
class S(str): pass
def st(o,k=0,v=1):
    def f(): o[k]=v
    return f
def de(o,k=0):
    def f(): del o[k]
    return f
for o in (I(3), S('a'), L(), D()): t(st(o)); t(de(o)); t(lambda: o[0]); t(lambda: 1-o); t(lambda: o+1); t(lambda: o*o); t(lambda: [1][o]); t(lambda: [*o]); t(lambda: o % 2)
class H:
    def __delitem__(self,k): pass
class H2:
    def __setitem__(self,k,v): pass
t(st(H())); t(de(H2()))
def outer():
    class P:
        @property
        def p(self): return 1
    P().p = 3
t(outer)
def outer():
    class P:
        @property
        def p(self): return 1
    del P().p
t(outer)
def g(x): yield from x
def snd(x):
    it=g(x); next(it); return it.send(5)
for x in ('ab','éa',[1,2],(1,2),range(3),{1:2,2:3},b'ab',iter([1,2])): t(lambda: snd(x))
import functools, itertools
t(lambda: functools.reduce(lambda a,b:a, 5)); t(lambda: bytes.fromhex('--ß')); t(lambda: b''.decode('nope')); t(lambda: ''.encode('nope')); t(lambda: bytes.fromhex('zz'))
t(lambda: list(itertools.islice(itertools.count(True),3)))
for o in (I(3), S('a'), L(), D()):
    t(lambda: abs(o)); t(lambda: float(o)); t(lambda: int(o)); t(lambda: format(o, '5')); t(lambda: iter(o) and 1); t(lambda: sum(o))


def quiet():
    try:
        yield 1
    except KeyError as e:
        print(repr(e.__context__))
        try:
            yield 2
        except KeyError as f:
            print(repr(f.__context__))
            raise


def thrown(n):
    it = quiet()
    try:
        1 / 0
    except ZeroDivisionError:
        for i in range(n):
            next(it) if not i else None
            try:
                it.throw(KeyError(i))
            except KeyError as e:
                print(repr(e), repr(e.__context__))


thrown(0), thrown(1), thrown(2), thrown(3)
t(lambda: b'a' + I(3)); t(lambda: bytearray(b'a') + S('b')); t(lambda: b'a' + 5)
