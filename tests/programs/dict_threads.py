# One dict from eight threads: distinct keys are never lost, whatever grows meanwhile.
from threading import Thread

THREADS = 8
ROUNDS = 400

table = {}


def run(work):
    threads = [Thread(target=work, args=(k,)) for k in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def store(k):
    for i in range(ROUNDS):
        table[k * ROUNDS + i] = (k, i)
        table['%d.%d' % (k, i)] = i
        assert table[k * ROUNDS + i] == (k, i)


run(store)
assert len(table) == 2 * THREADS * ROUNDS, len(table)
for k in range(THREADS):
    for i in range(ROUNDS):
        assert table[k * ROUNDS + i] == (k, i)
        assert table[str(k) + '.' + str(i)] == i


def drop(k):
    for i in range(ROUNDS):
        del table[k * ROUNDS + i]
        assert table.pop('%d.%d' % (k, i)) == i


run(drop)
assert table == {}, len(table)

# setdefault decides once
firsts = {}
seen = [[] for k in range(THREADS)]


def decide(k):
    for i in range(ROUNDS):
        seen[k].append(firsts.setdefault(i, (k, i)))


run(decide)
for k in range(THREADS):
    for i in range(ROUNDS):
        assert seen[k][i] == firsts[i]

# popitem gives each item to one thread
bag = {i: i * i for i in range(THREADS * ROUNDS)}
got = [[] for k in range(THREADS)]


def popitem(k):
    while True:
        try:
            got[k].append(bag.popitem())
        except KeyError:
            return


run(popitem)
assert sorted(x for mine in got for x in mine) == [(i, i * i) for i in range(THREADS * ROUNDS)]

mixed = {}


def mess(k):
    for i in range(ROUNDS):
        try:
            what = (i + k) % 11
            if what == 0:
                mixed[i % 37] = k
            elif what == 1:
                del mixed[i % 37]
            elif what == 2:
                mixed.update({i % 17: 1, 'a': 2})
            elif what == 3:
                mixed.get(i % 37)
            elif what == 4:
                [x for x in mixed]
            elif what == 5:
                list(mixed.items())
            elif what == 6:
                dict(mixed)
            elif what == 7:
                str(mixed)
            elif what == 8:
                i % 37 in mixed
            elif what == 9:
                mixed | {1: 2}
            elif i % 7 == 0:
                mixed.clear()
            else:
                mixed.popitem()
        except (KeyError, RuntimeError):
            pass


run(mess)
for key in mixed:
    assert isinstance(key, int) or key == 'a'
print('ok')
