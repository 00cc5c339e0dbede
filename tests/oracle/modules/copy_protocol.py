"""copy by the protocol of pickle: __getstate__, __setstate__, __reduce__, __getnewargs__, and who answers for them."""
import copy
class A:
    def __init__(self): self.a=[1]
    def __getstate__(self): print('getstate'); return {'a': self.a, 'b': 2}
    def __setstate__(self, s): print('setstate', s); self.__dict__.update(s)
class B:
    def __init__(self): self.x=1
    def __reduce__(self): print('reduce'); return (B, (), {'x': 5})
class C:
    def __getattr__(self, n): print('getattr', n); raise AttributeError(n)
    def __init__(self): self.q = 3
class D(list): pass
class E:
    __slots__=('a','b')
    def __init__(self): self.a=1
class F:
    def __new__(cls, *a): print('new', a); return object.__new__(cls)
    def __getnewargs__(self): return (7,)
class G(dict):
    def __init__(self, *a): print('init', a); super().__init__(*a); self.k = 1
for f in copy.copy, copy.deepcopy:
    for cls in A, B, C, E, F:
        y = f(cls())
        print(cls.__name__, {k: getattr(y, k) for k in 'abxq' if hasattr(y, k)} if cls is not C else y.__dict__)
    d = D([1,[2]]); d.z = [3]
    y = f(d); print(y, y.z, y[1] is d[1], y.z is d.z, type(y).__name__)
    g = G({1: [2]})
    y = f(g); print(y, y.k, y[1] is g[1])
try:
    class H:
        def __getattr__(self, name): pass
    copy.copy(H())
    h = H(); h.a = 1
    copy.copy(h)
except TypeError as e: print(e)
