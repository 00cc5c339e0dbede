# A deque and a set from many threads.
from collections import deque
from threading import Thread

THREADS = 8
ROUNDS = 400

line = deque()
numbers = set()


def run(work, n=THREADS):
    threads = [Thread(target=work, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def append(k):
    for i in range(ROUNDS):
        if i % 2:
            line.append((k, i))
        else:
            line.appendleft((k, i))


run(append)
assert len(line) == THREADS * ROUNDS
assert len(set(line)) == THREADS * ROUNDS

# some put while others take: each element arrives once
done = []
taken = [[] for k in range(THREADS)]


def move(k):
    if k < THREADS // 2:
        for i in range(ROUNDS):
            line.append(('new', k, i))
        done.append(k)
        return
    while True:
        try:
            taken[k].append(line.popleft())
        except IndexError:
            if len(done) == THREADS // 2 and not line:
                return


run(move)
everything = [x for mine in taken for x in mine]
assert len(everything) == THREADS * ROUNDS + THREADS // 2 * ROUNDS, len(everything)
assert len(set(everything)) == len(everything)
for mine in taken:
    for who in range(THREADS // 2):
        order = [x[2] for x in mine if x[0] == 'new' and x[1] == who]
        assert order == sorted(order)


def add(k):
    for i in range(ROUNDS):
        numbers.add(k * ROUNDS + i)
        numbers.add(i)
        assert k * ROUNDS + i in numbers


run(add)
assert numbers == set(range(THREADS * ROUNDS)), len(numbers)


def discard(k):
    for i in range(ROUNDS):
        numbers.discard(k * ROUNDS + i)


run(discard)
assert numbers == set()

ring = deque(maxlen=5)
words = set()


def mess(k):
    for i in range(ROUNDS):
        try:
            what = (i + k) % 12
            if what == 0:
                ring.append(i)
            elif what == 1:
                ring.popleft()
            elif what == 2:
                ring.rotate(1)
            elif what == 3:
                list(ring)
            elif what == 4:
                ring.extend([1, 2, 3])
            elif what == 5:
                ring[0] = 5
            elif what == 6:
                words.add('w%d' % (i % 20))
            elif what == 7:
                words.pop()
            elif what == 8:
                words | {1, 2}
            elif what == 9:
                sorted(words)
            elif what == 10:
                words.update(['a', 'b'])
            elif i % 9 == 0:
                words.clear()
                ring.clear()
            else:
                words -= {'a'} if False else set()
        except (IndexError, KeyError, RuntimeError, UnboundLocalError):
            pass


run(mess)
assert len(ring) <= 5
print('ok')
