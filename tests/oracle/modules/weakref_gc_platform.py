# set: first
import gc
import platform
import weakref


class A:
    pass


a = A()
r = weakref.ref(a)
print(r() is a)
del a
gc.collect()
print(r(), platform.system())
