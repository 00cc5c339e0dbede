# set: first
# Single operations on shared builtin objects are whole.
import threading
from collections import deque

d, q, items, s = {}, deque(), [], set()


def work(k):
    for i in range(50):
        d[k, i] = i
        q.append(i)
        items.append(k)
        s.add(i)


threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(d), len(q), len(items), len(s), sum(q), sorted(set(items)))


def drain(out):
    while True:
        try:
            out.append(q.popleft())
        except IndexError:
            return


outs = [[], []]
threads = [threading.Thread(target=drain, args=(o,)) for o in outs]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(outs[0]) + len(outs[1]), sum(map(sum, outs)), len(q))
