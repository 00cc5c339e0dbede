# set: first
# One producer, two consumers, a sentinel for each.
from multiprocessing import Process, Queue


def produce(q, n, consumers):
    for i in range(n):
        q.put(i)
    for _ in range(consumers):
        q.put("END")


def consume(q, results, name):
    total = count = 0
    for item in iter(q.get, "END"):
        total += item
        count += 1
    results.put((name, count, total))


if __name__ == "__main__":
    q, results = Queue(3), Queue()
    ps = [Process(target=produce, args=(q, 20, 2))]
    ps += [Process(target=consume, args=(q, results, name)) for name in "AB"]
    for p in ps:
        p.start()
    rows = sorted(results.get() for _ in range(2))
    for p in ps:
        p.join()
    print([r[0] for r in rows], sum(r[1] for r in rows), sum(r[2] for r in rows))
