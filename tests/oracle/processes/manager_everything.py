# set: first
# Every type of a manager and every method of its proxies once, with what goes wrong.
import multiprocessing as mp
import os
from multiprocessing.managers import BaseManager
def rep(s):
    out='';i=0
    while i<len(s):
        if s[i:i+2]=='0x':
            out+='0x';i+=2
            while i<len(s) and s[i] in '0123456789abcdef': i+=1
        else: out+=s[i]; i+=1
    return out
def t(f):
    try: print(rep(str(f())))
    except Exception as e: print(type(e).__name__, rep(str(e)))
class Maths:
    def add(self,a,b): return a+b
    def fail(self): raise ValueError('bad')
    def _hidden(self): return 1
    n = 5
class MyManager(BaseManager): pass
MyManager.register('Maths', Maths)
def w(d,l,n,lock):
    with lock:
        d['c']=d.get('c',0)+1
    l.append(os.getpid() != 0)
    n.x = n.x + 1 if hasattr(n,'x') else 1
if __name__=='__main__':
    m=mp.Manager()
    print(mp.active_children()[0].name, len(mp.active_children()))
    d=m.dict(); l=m.list([1,2]); n=m.Namespace(a=1); lock=m.Lock(); rl=m.RLock(); q=m.Queue(2); v=m.Value('i',3); a=m.Array('i',[1,2,3]); e=m.Event(); c=m.Condition(); s=m.Semaphore(1); b=m.Barrier(1)
    for x in (d,l,n,lock,rl,q,v,a,e,c,s,b): t(lambda: repr(x))
    for x in (d,l,n,v,a): t(lambda: str(x))
    ps=[mp.Process(target=w,args=(d,l,n,lock)) for _ in range(3)]
    for p in ps: p.start(); p.join()
    t(lambda: d); t(lambda: l); t(lambda: n); t(lambda: n.x)
    d['x']=[]; d['x'].append(1); t(lambda: d)
    d['y']=m.list(); d['y'].append(1); t(lambda: d['y']); t(lambda: d)
    t(lambda: d['nokey']); t(lambda: l[100]); t(lambda: l.remove(77)); t(lambda: n.zz)
    t(lambda: list(d.keys())); t(lambda: d.items()); t(lambda: d.values()); t(lambda: 'x' in d); t(lambda: len(d)); t(lambda: [k for k in d]); t(lambda: dict(d.copy())['c'])
    t(lambda: list(l)); t(lambda: l[:]); t(lambda: l[0:2]); t(lambda: [x for x in l]); t(lambda: sum(l[:2])); t(lambda: l+[1]); t(lambda: 1 in l)
    l += [9]; t(lambda: l); l.sort(); l.reverse(); t(lambda: l.pop()); t(lambda: l.index(9)); t(lambda: l.count(1)); l.extend([3]); l.insert(0,7); del l[0]; t(lambda: len(l))
    q.put(1); q.put(2); t(lambda: q.put_nowait(3)); t(lambda: q.full()); t(lambda: q.get()); t(lambda: q.get()); t(lambda: q.get_nowait()); t(lambda: q.get(timeout=0.01)); t(lambda: q.qsize()); t(lambda: q.empty())
    v.value += 2; t(lambda: v.value); t(lambda: v.get()); v.set(9); t(lambda: v); a[0]=5; t(lambda: a[0]); t(lambda: len(a)); t(lambda: a[:])
    e.set(); t(lambda: e.is_set()); t(lambda: e.wait(0.1)); e.clear(); t(lambda: e.wait(0.01))
    t(lambda: lock.acquire()); t(lambda: lock.acquire(False)); t(lambda: lock.acquire(True,0.01)); t(lambda: lock.release()); t(lambda: lock.release())
    with rl:
        with rl: print('deep')
    with c: c.notify(); c.notify_all(); print('notified', c.wait(0.01))
    t(lambda: c.notify())
    t(lambda: s.acquire()); t(lambda: s.acquire(False)); s.release()
    t(lambda: b.wait()); t(lambda: b.parties); t(lambda: b.n_waiting); t(lambda: b.broken)
    t(lambda: d._getvalue()['c']); t(lambda: l._getvalue())
    t(lambda: d.update({'k':1}) or d['k']); t(lambda: d.pop('k')); t(lambda: d.setdefault('s',4)); t(lambda: d.clear() or len(d))
    t(lambda: d.nosuch())
    t(lambda: l == [1]); 
    m.shutdown()
    t(lambda: m.list())
    try: d['q']=1
    except Exception as ex: print('after shutdown', isinstance(ex,(OSError,EOFError)))
    with MyManager() as mm:
        x=mm.Maths(); t(lambda: x.add(4,3)); t(lambda: x.fail()); t(lambda: x._hidden()); t(lambda: repr(x)); t(lambda: x.n)
    with mp.Manager() as m2:
        t(lambda: m2.list(range(3)))
    class X: pass
    t(lambda: mp.active_children())
