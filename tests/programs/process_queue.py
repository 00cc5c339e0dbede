# Processes that start processes and threads; queues and locks between them.
from multiprocessing import Process, Queue, Lock, Value
from threading import Thread


def leaf(q, k):
    q.put(k)


def branch(q, lock, total, k):
    children = [Process(target=leaf, args=(q, (k, i))) for i in range(3)]
    for c in children:
        c.start()

    def add():
        for i in range(20):
            with lock:
                total.value += 1
    threads = [Thread(target=add) for i in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for c in children:
        c.join()


if __name__ == '__main__':
    q = Queue()
    lock = Lock()
    total = Value('i', 0)
    ps = [Process(target=branch, args=(q, lock, total, k)) for k in range(4)]
    for p in ps:
        p.start()
    got = sorted(q.get() for i in range(12))
    for p in ps:
        p.join()
    assert got == [(k, i) for k in range(4) for i in range(3)], got
    assert total.value == 4 * 3 * 20, total.value
    assert [p.exitcode for p in ps] == [0] * 4
    print('ok')
