# set: first
import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def hello(self):
        return "hello from " + self.name


a, b = Node("a"), Node("b")
r = weakref.ref(a)
print(r() is a, r == weakref.ref(a), hash(r) == hash(a), isinstance(r, weakref.ReferenceType))
told = []
r2 = weakref.ref(b, lambda ref: told.append("b has died"))
p = weakref.proxy(b)
print(p.name, p.hello(), str(type(p).__name__) != "Node")
cache = weakref.WeakValueDictionary()
cache["a"], cache["b"] = a, b
keys = weakref.WeakKeyDictionary()
keys[a], keys[b] = 1, 2
some = weakref.WeakSet([a, b])
m = weakref.WeakMethod(a.hello)
print(sorted(cache), len(cache), "a" in cache, cache.get("zz"), keys[a], len(keys), len(some), a in some, m()())
fin = weakref.finalize(b, told.append, "finalised")
print(fin.alive)
del b
gc.collect()
print(r2(), told[-1:] != [], sorted(told), sorted(cache), len(keys), len(some), fin.alive, cache.get("b", "gone"))
try:
    p.name
except ReferenceError as e:
    print(e)
try:
    cache["b"]
except KeyError as e:
    print("KeyError", e)
a.self = a
del a
gc.collect()
print(r(), m(), dict(cache), list(keys.items()), gc.isenabled(), gc.garbage)
for bad in (lambda: weakref.ref(5), lambda: weakref.ref("x"), lambda: weakref.ref([])):
    try:
        bad()
    except TypeError as e:
        print(e)
gc.disable()
print(gc.isenabled(), gc.get_threshold(), len(gc.get_stats()))
gc.enable()
