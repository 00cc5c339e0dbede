# set: first
from multiprocessing import Manager, Process


def work(ns, lock, event, q, v):
    event.wait()
    with lock:
        ns.count += 1
        v.value += 10
    q.put(ns.name)


if __name__ == "__main__":
    m = Manager()
    ns, lock, event, q, v = m.Namespace(), m.Lock(), m.Event(), m.Queue(), m.Value("i", 5)
    ns.count, ns.name = 0, "shared"
    ps = [Process(target=work, args=(ns, lock, event, q, v)) for _ in range(3)]
    for p in ps:
        p.start()
    event.set()
    for p in ps:
        p.join()
    print(ns.count, ns.name, v.value, [q.get() for _ in ps], q.empty())
    ns.items = [1]
    ns.items.append(2)
    print(ns.items, hasattr(ns, "nothing"))
    a = m.Array("i", [1, 2, 3])
    a[0] = 7
    print(a[0], len(a))
    m.shutdown()
