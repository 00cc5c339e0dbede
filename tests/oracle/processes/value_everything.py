# set: first
# Value and Array: every type code, conversions, slices, with a lock, with another lock, without.
from multiprocessing import Value, Array, Lock, RLock
import multiprocessing as mp
def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)

def setv(v,x):
    v.value=x; return v.value
for x in ['a',1.5,None,2**31,2**40,-1,True,2**70]: t(lambda: setv(Value('i'),x))
for x in ['a',1,None,2**40]: t(lambda: setv(Value('d'),x))
for x in ['a',b'a',b'ab',1]: t(lambda: setv(Value('c'),x))
for x in ['a','ab',1]: t(lambda: setv(Value('u'),x))
for c in 'bBhHiIlLqQfd': t(lambda: setv(Value(c),-1))
for c in 'bBhHiIlLqQfd': t(lambda: Value(c,300).value)
t(lambda: Value('z'))
t(lambda: Value('i',3)); t(lambda: Value('i',3,lock=False)); t(lambda: Value('i',1,2))
t(lambda: Array('i',3)); t(lambda: Array('i',[1,2,3])[:]); t(lambda: Array('i',[1,2,3],lock=False)); t(lambda: Array('d',2)[0])
a=Array('i',[1,2,3,4])
t(lambda: a[10]); t(lambda: a[-1]); t(lambda: a[1:3]); t(lambda: a[::2]); t(lambda: len(a)); t(lambda: list(a)); t(lambda: sum(a))
def s(i,v): a[i]=v; return a[:]
t(lambda: s(0,9)); t(lambda: s(slice(0,2),[7,8])); t(lambda: s(slice(0,2),[7])); t(lambda: s(9,1)); t(lambda: s(0,'x')); t(lambda: s(0,1.5))
t(lambda: a.value); t(lambda: a.get_lock()); t(lambda: a.get_obj()); t(lambda: a.size if hasattr(a,'size') else 'nosize')
c=Array('c',b'hello'); t(lambda: c.value); t(lambda: c.raw); t(lambda: c[0]); t(lambda: c[:]); t(lambda: len(c))
def sc(x): c.value=x; return c.value, c.raw, c[:]
t(lambda: sc(b'hi')); t(lambda: sc(b'toolong')); t(lambda: sc('x'))
c=Array('c',10); t(lambda: c.value); t(lambda: c.raw)
def so(f):
    f(); return 0
v=Value('i',0)
t(lambda: v.acquire()); t(lambda: v.release()); t(lambda: v.get_obj()); t(lambda: v.get_lock())
with v: print('in')
with v.get_lock(): v.value+=1
print(v.value)
r=Value('i',0,lock=False)
t(lambda: r.get_lock())
l=Lock(); w=Value('i',0,lock=l); t(lambda: w.get_lock() is l)
t(lambda: Value('i',0,lock=5))
t(lambda: Array('i',-1)); t(lambda: Array('u','abc')[:]); t(lambda: Array('u','abc').value)
t(lambda: Array('i', range(3))[:]); t(lambda: Array('i', 'abc'))
t(lambda: setattr(v,'foo',1) or v.foo)


def add(v, n):
    for _ in range(n):
        with v.get_lock():
            v.value += 1


def fill(a, k):
    for i in range(len(a)):
        if i % 3 == k:
            a[i] = i * i


if __name__ == "__main__":
    v = Value("i", 0)
    ps = [mp.Process(target=add, args=(v, 300)) for _ in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(v.value)
    a = Array("d", 9)
    ps = [mp.Process(target=fill, args=(a, k)) for k in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(a[:], len(a))
