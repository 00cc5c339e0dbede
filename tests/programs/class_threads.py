# A class changes while its instances are used; subclasses and functions too.
from threading import Thread


class Base:
    level = 0

    def name(self):
        return 'base'


class Child(Base):
    pass


def run(work, n=6):
    threads = [Thread(target=work, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


one = Child()


def first(self):
    return 'first'


def second(self):
    return 'second'


def change(k):
    for i in range(200):
        what = (i + k) % 7
        if what == 0:
            Base.name = first
        elif what == 1:
            Base.name = second
        elif what == 2:
            Base.level = i
        elif what == 3:
            setattr(Child, 'extra%d' % (i % 40), k)
        elif what == 4:
            assert one.name() in ('base', 'first', 'second')
        elif what == 5:
            assert isinstance(one.level, int)
            assert Child().name() in ('base', 'first', 'second')
        else:
            assert isinstance(getattr(one, 'extra3', 1), int)


run(change)
assert one.name() in ('first', 'second')

# a __getattr__, a property and a __setattr__ appear and go
calls = []


class Odd:
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)


odd = Odd()


def strange(k):
    for i in range(100):
        odd.x = i
        assert isinstance(odd.x, int)
        if i % 20 == k:
            Odd.late = property(lambda self: 5)
            assert odd.late == 5


run(strange)

# classes made by several threads at once
kinds = []


def make(k):
    for i in range(40):
        class Local(Base):
            number = (k, i)

            def get(self):
                return self.number
        kinds.append(Local)
        assert Local().get() == (k, i)


run(make)
assert len(kinds) == 240
assert len({c.number for c in kinds}) == 240
for c in kinds:
    assert issubclass(c, Base) and c().get() == c.number


def noted(x):
    return x


def functions(k):
    for i in range(100):
        setattr(noted, 'n%d' % k, i)
        assert noted(k) == k


run(functions)
for k in range(6):
    assert getattr(noted, 'n%d' % k) == 99
print('ok')
