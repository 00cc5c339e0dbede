# Strings that grow from one shared beginning; hashes and tables of names.
from threading import Thread

THREADS = 8
start = 'begin:' * 20
start += 'x'
grown = [None] * THREADS


def run(work, n=THREADS):
    threads = [Thread(target=work, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def grow(k):
    s = start
    for i in range(400):
        s += str(k)
    grown[k] = s


run(grow)
for k in range(THREADS):
    assert grown[k] == start + str(k) * 400

log = ''


def append(k):
    global log
    for i in range(200):
        log += 'abc'


run(append)
assert len(log) % 3 == 0 and log == 'abc' * (len(log) // 3)

words = ['w%d' % i for i in range(300)]
tables = [None] * THREADS


def hashing(k):
    d = {}
    for w in words:
        d[w] = hash(w)
    tables[k] = d


run(hashing)
for k in range(THREADS):
    assert tables[k] == tables[0]


def texts(k):
    for i in range(200):
        s = '%s-%d-%r' % ('a', i, (k, i))
        assert s.split('-') == ['a', str(i), repr((k, i))]
        assert f'{i:>5}|{k!r}' == str(i).rjust(5) + '|' + str(k)
        assert ','.join(words[:10]).upper().lower().count(',') == 9
        assert 'grüße %d' % i == 'grüße ' + str(i)
        setattr(Name, 'n%d' % (k * 200 + i), s)


class Name:
    pass


run(texts)
for k in range(THREADS):
    for i in range(200):
        assert getattr(Name, 'n%d' % (k * 200 + i)) == 'a-%d-(%d, %d)' % (i, k, i)
print('ok')
