# Processes that start processes and threads; locks between them.
import sys
from multiprocessing import Process, Lock
from threading import Thread


def leaf(lock, k):
    for i in range(10):
        with lock:
            pass
    sys.exit(k)


def branch(lock, k):
    total = [0]
    children = [Process(target=leaf, args=(lock, 10 * k + i)) for i in range(3)]
    for c in children:
        c.start()

    def add():
        for i in range(20):
            with lock:
                total[0] += 1
    threads = [Thread(target=add) for i in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for c in children:
        c.join()
    assert total == [60], total
    assert [c.exitcode for c in children] == [10 * k + i for i in range(3)]


if __name__ == '__main__':
    lock = Lock()
    ps = [Process(target=branch, args=(lock, k)) for k in range(4)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    assert [p.exitcode for p in ps] == [0] * 4, [p.exitcode for p in ps]
    print('ok')
