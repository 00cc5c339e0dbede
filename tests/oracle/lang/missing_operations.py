# set: first
# What operations say that a value does not have.
class K: pass
class E:
    def __enter__(self): return 1
class X:
    def __exit__(self,*a): return 1
def t(f):
    try: f()
    except Exception as e: print(type(e).__name__, e)
def w(o):
    def f():
        with o: pass
    return f
for o in (K(),E(),X(),5,K): t(w(o))
async def aw(o):
    async with o: pass
class AE:
    async def __aenter__(self): pass
def run(c):
    try: c.send(None)
    except StopIteration: pass
for o in (K(),E(),AE()): t(lambda: run(aw(o)))
def d(o,k=0):
    def f():
        del o[k]
    return f
for o in (K(),(1,2),5,'a',None,K,len,b'a',range(3),frozenset(),{1},1.5,[],{}): t(d(o))
def s(o):
    def f(): o[0]=1
    return f
for o in (K(),(1,2),5,'a',None,K,len,b'a',range(3),frozenset(),{1},1.5,[],{}): t(s(o))
def g(o):
    def f(): o[0]
    return f
for o in (K(),(),5,'',None,K,len,b'',range(0),frozenset(),{1},1.5,[],{},int): t(g(o))
for o in (K(),5,'a',None,K,len,int,[],{}): t(lambda: next(o))
for o in (K(),5,None,K,len,int,{1}): t(lambda: reversed(o))
class G:
    def __getitem__(self,i): return [1,2][i]
t(lambda: reversed(G())); t(lambda: next(G())); t(lambda: len(G()))
class L(G):
    def __len__(self): return 2
print(list(reversed(L())))
t(lambda: dict(**0)); t(lambda: int(*5)); t(lambda: list(**K)); t(lambda: str.join(*5)); t(lambda: ''.join(*5)); t(lambda: (lambda: 0)(*5)); t(lambda: print(**{1:2})); t(lambda: dict(**{1:2}))
t(lambda: next(K(), 5)); t(lambda: iter(5)); t(lambda: iter(K(), 1)); t(lambda: enumerate(5)); t(lambda: zip(5)); t(lambda: map(5, [1])); t(lambda: list(map(5, [1]))); t(lambda: filter(5,5))
print(list(enumerate("ab", 10**25)), list(enumerate("ab", 2**62 - 1)), list(enumerate("ab", -2**70)))
t(lambda: enumerate("ab", "c"))
