# What goes through queues, pools and managers is given back: memory does not grow, however long it takes.
import multiprocessing as mp
import os


def kib(pid):
    with open('/proc/%d/status' % pid) as f:
        return sum(int(line.split()[1]) for line in f if line.startswith(('RssAnon', 'RssShmem')))


def produce(q, n):
    for i in range(n):
        q.put((i, 'x' * (i % 3000), [i] * 5))


def consume(q, n):
    for _ in range(n):
        q.get()


def square(x):
    return x * x


def through_queues():
    q = mp.Queue(50)
    ps = [mp.Process(target=f, args=(q, 1000)) for f in (produce, consume, produce, consume)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    assert [p.exitcode for p in ps] == [0] * 4 and q.empty()


def short_lives():
    for i in range(200):
        q, v, lock = mp.Queue(), mp.Value('i', i), mp.Lock()
        a, b = mp.Pipe()
        q.put(bytes(5000))
        b.send(q.get())
        a.recv()
        with lock:
            v.value += 1


def measured(name, rounds, step, most_kib=8192, pids=()):
    sizes = []
    for i in range(rounds):
        step()
        sizes.append(sum(map(kib, (os.getpid(), *pids))))
    grown = sizes[-1] - sizes[rounds // 2]
    assert grown < most_kib and max(sizes) < 65536 * (1 + len(pids)), (name, sizes)


if __name__ == '__main__':
    measured('queues', 6, through_queues)
    measured('short lives', 6, short_lives)
    with mp.Pool(2) as pool:
        workers = [p.pid for p in mp.active_children()]

        def feed():
            for _ in range(30):
                assert pool.map(square, range(50)) == [x * x for x in range(50)]
                assert sum(pool.imap_unordered(square, range(50))) == 40425
        measured('pool', 8, feed, pids=workers)
    with mp.Manager() as manager:
        d, l = manager.dict(), manager.list()

        def use():
            for i in range(300):
                d[i % 10] = 'y' * i
                l.append(i)
                if len(l) > 20:
                    l.pop(0)
        measured('manager', 6, use, pids=[p.pid for p in mp.active_children()])
    print('ok')
