# set: first
# Where an attribute is found: instance, class, parent; and where it is set.

class A:
    shared = []
    limit = 3

    def __init__(self):
        self.own = []


a, b = A(), A()
a.shared.append("a")
b.own.append("b")
print(a.shared, b.shared, a.own, b.own)
a.limit = 5
print(a.limit, b.limit, A.limit)
A.limit = 7
print(a.limit, b.limit)
del a.limit
print(a.limit)


class B(A):
    limit = 1


print(B.limit, B().limit, B.shared is A.shared)
B.extra = "added later"
print(B().extra, hasattr(A, "extra"))


def method(self, x):
    return (type(self).__name__, x)


A.method = method
print(a.method(5), B().method(6))
a.f = lambda x: x * 2
print(a.f(4))
print(sorted(k for k in vars(a)), "limit" in vars(A), a.__class__ is A, a.__class__.__name__)
print(getattr(B, "limit"), getattr(a, "zip", "default"))
setattr(A, "n" + "ame", "set by name")
print(b.name)
m = a.method
print(m(1), m.__name__, m.__self__ is a)
print(A.method(b, 2))
count = {}


class Counted:
    def __init__(self):
        name = type(self).__name__
        count[name] = count.get(name, 0) + 1


class Sub(Counted):
    pass


Counted(), Sub(), Sub()
print(count)


class Outer:
    class Inner:
        value = 42

    def make(self):
        return self.Inner().value


print(Outer().make(), Outer.Inner.value, Outer.Inner.__name__, Outer.Inner.__qualname__)
