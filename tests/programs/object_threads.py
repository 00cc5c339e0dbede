# One object gets its attributes from many threads: shapes change under everybody's eyes.
from threading import Thread

THREADS = 8


class Thing:
    limit = 3

    def __init__(self):
        self.count = 0

    def method(self):
        return self.count

    @property
    def double(self):
        return self.count * 2


def run(work, n=THREADS):
    threads = [Thread(target=work, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


thing = Thing()


def store(k):
    for i in range(6):
        setattr(thing, 'a%d_%d' % (k, i), (k, i))
        assert getattr(thing, 'a%d_%d' % (k, i)) == (k, i)
        thing.method()
        assert thing.double == 0


run(store)
for k in range(THREADS):
    for i in range(6):
        assert getattr(thing, 'a%d_%d' % (k, i)) == (k, i)

# more than an object has slots for: it goes over to a dict meanwhile
big = Thing()


def many(k):
    for i in range(30):
        setattr(big, 'b%d_%d' % (k, i), i)
        assert big.method() == 0
        assert big.limit == 3


run(many)
for k in range(THREADS):
    for i in range(30):
        assert getattr(big, 'b%d_%d' % (k, i)) == i
assert len(vars(big)) == 1 + THREADS * 30

# the same attributes, stored and deleted
toggled = Thing()


def toggle(k):
    for i in range(300):
        try:
            what = (i + k) % 6
            if what == 0:
                toggled.x = i
            elif what == 1:
                del toggled.x
            elif what == 2:
                toggled.x
            elif what == 3:
                toggled.y = k
            elif what == 4:
                toggled.count += 1
            else:
                toggled.method()
        except AttributeError:
            pass


run(toggle)
assert toggled.count >= 1

# objects made and handed around while their class grows attributes
made = []


def make(k):
    for i in range(200):
        t = Thing()
        t.a = i
        t.b = t.c = t.d = t.e = t.f = k
        made.append(t)
        other = made[i // 2]
        other.g = i
        assert other.f in range(THREADS)


run(make)
assert len(made) == THREADS * 200
for t in made:
    assert t.b == t.c == t.d == t.e == t.f

# plain stores are never torn
pair = Thing()
pair.value = (0, 0)


def tear(k):
    for i in range(400):
        pair.value = (i, i)
        a, b = pair.value
        assert a == b


run(tear)
print('ok')
