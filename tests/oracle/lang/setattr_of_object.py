class K:
    @property
    def p(self):
        return 1
    @property
    def q(self):
        return self._q
    @q.setter
    def q(self, v):
        print("set q", v)
        self._q = v
    @q.deleter
    def q(self):
        print("del q")
    def __setattr__(self, name, value):
        print("__setattr__", name)
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print("__delattr__", name)
        object.__delattr__(self, name)
class L(K):
    def __setattr__(self, name, value):
        super().__setattr__(name, value)
for cls in K, L:
    k = cls()
    k.q = 3
    print(k.q, vars(k))
    for name in "p", "q", "r":
        for f in (lambda: setattr(k, name, 5)), (lambda: object.__setattr__(k, name, 6)), (lambda: delattr(k, name)), (lambda: object.__delattr__(k, name)):
            try:
                f()
                print(name, vars(k))
            except Exception as e:
                print(name, type(e).__name__, e)
class P:
    @property
    def p(self):
        return 1
    x = 4
try:
    object.__setattr__(P(), "p", 1)
except AttributeError as e:
    print(e)
class D:
    def __set__(self, obj, value):
        print("D set", value)
    def __get__(self, obj, cls):
        return 7
class Q:
    d = D()
q = Q()
object.__setattr__(q, "d", 3)
print(vars(q), q.d)
try:
    object.__delattr__(q, "d")
except AttributeError as e:
    print(e)
try:
    object(1, 2)
except TypeError as e:
    print(e)


class Items(list):
    pass


class Number(int):
    pass


class Powers:
    def __pow__(self, other, mod=None):
        return NotImplemented if mod == 3 else (other, mod)


for args in (Items(), 3, 2), (3, Items(), 2), (3, 2, Items()), (Number(3), 3, Number(2)), (Powers(), 2, 3), (Powers(), 2, 4), (2, Powers(), 3), (2.5, Number(1), 2):
    try:
        print(pow(*args))
    except TypeError as e:
        print(e)
