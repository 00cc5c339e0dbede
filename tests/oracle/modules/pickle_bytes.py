# set: first
# The bytes of pickle for plain values, and what comes back of objects; what cannot be pickled.
import pickle, collections
class A:
    def __init__(s): s.x=1
    def __eq__(s,o): return s.__dict__==o.__dict__
    def m(self): return 1
class S:
    __slots__=('a','b')
    def __init__(s): s.a=1
class G:
    def __init__(s): s.v=3; s.lock=lambda:0
    def __getstate__(s): d=s.__dict__.copy(); del d['lock']; return d
    def __setstate__(s,d): s.__dict__.update(d); s.lock='new'
class R:
    def __init__(s,a,b): s.a=a;s.b=b
    def __reduce__(s): return (R,(s.a,s.b))
def f():
    class B: pass
    def g(): pass
    return B,g
class re:
    @staticmethod
    def sub(a,b,s):
        out=''; i=0
        while i<len(s):
            if s[i:i+2]=='0x':
                out+='0x'; i+=2
                while i<len(s) and s[i] in '0123456789abcdef': i+=1
            else: out+=s[i]; i+=1
        return out
def t(x, show=True):
    try:
        d=pickle.dumps(x)
        if show: print(d)
        y=pickle.loads(d)
        print(re.sub('0x[0-9a-f]+','0x',repr(y)), type(y).__name__, getattr(y,'__dict__',None) if type(y) in (A,G,R,L) else '')
    except Exception as e: print(type(e), re.sub('0x[0-9a-f]+','0x',str(e)))
import threading, sys
B,g=f()
class L(list): pass
class D(dict): pass
class T(tuple): pass
class I(int): pass
class St(str): pass
class MyE(Exception):
    def __init__(self,a,b): super().__init__(a); self.b=b
class MyE2(Exception): pass
P=collections.namedtuple('P','x y')
for v in [None,True,False,0,255,256,65535,65536,-1,2**31-1,2**31,-2**31-1,2**62,2**63,-2**63,2**100,-2**200,1.5,float('inf'),'','a','é'*200,b'',b'x'*300,(),(1,),(1,2),(1,2,3),(1,2,3,4),[],[1],[1,2],{}, {1:2},{1:2,'a':[1]},set(),{1},frozenset([1]),frozenset(), range(1005) and list(range(1005))]:
    t(v)
a=[1]; t([a,a,'s','s']); a.append(a); t(a)
d={}; d['me']=d; t(d)
l=[]; tt=(l,1); l.append(tt); t(tt,)
for v in [A(),A,f,B,B(),g,lambda:0,print,len,S(),G(),R(1,[2]),threading.Lock(),(i for i in []),sys,ValueError('a',2),KeyError('k'),A().m,bytearray(b'x'),int,type(None),...,slice(1),range(3),P(1,2),MyE(1,2),MyE2('z'),T((1,2)),I(5),St('q'),[A(),A()],{'a':A()}]:
    t(v)
for v in [collections.deque([1],3),collections.Counter('aab'),collections.defaultdict(int,a=1),collections.OrderedDict(a=1)]: t(v,False)
x=L([1,2]); x.z=3; t(x); x=D(a=1); x.z=3; t(x,False)
import io
f=io.BytesIO(); pickle.dump([1,2],f); pickle.dump('two',f); f.seek(0); print(pickle.load(f),pickle.load(f))
try: pickle.load(f)
except EOFError as e: print(e)
for b in [b'', b'abc', b'\x80\x04K', b'\x80\x09N.']:
    try: print(pickle.loads(b))
    except Exception as e: print(type(e),e)
print(pickle.loads(b'cos\ngetpid\n.')) if 0 else 0
print(pickle.loads(pickle.dumps([1,2,{'a':A()}],protocol=4))==[1,2,{'a':A()}])
