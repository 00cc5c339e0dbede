# Eight threads on one list: no element may be lost, doubled or torn by single operations.
from threading import Thread

THREADS = 8
ROUNDS = 400

shared = []


def run(work):
    threads = [Thread(target=work, args=(k,)) for k in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def append(k):
    for i in range(ROUNDS):
        shared.append((k, i))


run(append)
assert len(shared) == THREADS * ROUNDS, len(shared)
assert len(set(shared)) == THREADS * ROUNDS
for k in range(THREADS):
    assert [i for (who, i) in shared if who == k] == list(range(ROUNDS))

# every element is popped by exactly one thread
taken = [[] for k in range(THREADS)]


def pop(k):
    while True:
        try:
            taken[k].append(shared.pop())
        except IndexError:
            return


run(pop)
assert shared == []
everything = [x for mine in taken for x in mine]
assert len(everything) == THREADS * ROUNDS, len(everything)
assert len(set(everything)) == THREADS * ROUNDS

# extend and += of others' lists arrive whole
rows = []


def extend(k):
    global rows
    for i in range(100):
        rows.extend([k, k, k])
        rows.insert(0, k)


run(extend)
assert len(rows) == THREADS * 400
for k in range(THREADS):
    assert rows.count(k) == 400

# anything goes, nothing falls
mixed = list(range(100))


def mess(k):
    for i in range(ROUNDS):
        try:
            what = (i + k) % 13
            if what == 0:
                mixed.append(i)
            elif what == 1:
                mixed.pop()
            elif what == 2:
                mixed[i % 50] = k
            elif what == 3:
                del mixed[i % 20]
            elif what == 4:
                mixed.extend(range(5))
            elif what == 5:
                mixed.insert(i % 10, 'x')
            elif what == 6:
                mixed.reverse()
            elif what == 7:
                sum(1 for x in mixed if x == k)
            elif what == 8:
                mixed[2:8] = [k, i]
            elif what == 9:
                len(mixed + mixed[3:9]) + (k in mixed)
            elif what == 10:
                mixed.remove('x')
            elif what == 11:
                str(mixed)
            elif i % 5 == 0:
                mixed.clear()
            else:
                a, *b = mixed
        except (IndexError, ValueError):
            pass


run(mess)
for x in mixed:
    assert isinstance(x, int) or x == 'x', x
print('ok')
