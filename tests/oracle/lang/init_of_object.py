"""What object.__init__ thinks of arguments, and __str__ and __repr__ of what has none of its own."""
class A:
    def __init__(self, a):
        super().__init__(a)
class B:
    pass
class C(int):
    def __init__(self, a, *more):
        super().__init__(a)
class D(int):
    pass
class E:
    def __new__(cls, *args):
        return super().__new__(cls)
class F(E):
    def __init__(self, *args):
        object.__init__(self, *args)
class G(list):
    def __init__(self, a):
        super().__init__(a)
class H(A):
    def __init__(self):
        object.__init__(self, x=1)
for f in (lambda: A(1), lambda: B().__init__(1), lambda: object.__init__(B(), 1), lambda: C(1), lambda: C(1, 2), lambda: D(3).__init__(2), lambda: E(1, 2), lambda: F(1), lambda: F(),
          lambda: G([1]), lambda: H(), lambda: B(1), lambda: (0).__init__(5)):
    try:
        print(type(f()).__name__)
    except TypeError as e:
        print(e)
print(None.__str__(), None.__repr__(), (1).__str__(), (1.5).__repr__(), ....__str__(), NotImplemented.__repr__(), [1].__str__(), "a".__str__(), {1: 2}.__repr__(), len.__repr__(), range(3).__str__())
