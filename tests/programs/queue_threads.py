# A queue with little room between many threads.
from queue import Queue
from threading import Thread

THREADS = 8


def run(work, n=THREADS):
    threads = [Thread(target=work, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


q = Queue(maxsize=4)
got = [[] for k in range(THREADS)]


def traffic(k):
    if k % 2:
        for i in range(100):
            q.put((k, i))
    else:
        for i in range(100):
            got[k].append(q.get())


run(traffic)
assert q.empty()
assert len(set(x for g in got for x in g)) == THREADS // 2 * 100
print('ok')
