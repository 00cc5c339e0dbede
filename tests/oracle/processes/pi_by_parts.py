# set: first
# A sum in parts, each part in its process, the results by Array, Queue and Pool.
from multiprocessing import Array, Pool, Process, Queue

STEPS = 1200


def part(bounds):
    low, high = bounds
    return sum(4.0 / (1 + ((i + 0.5) / STEPS) ** 2) for i in range(low, high)) / STEPS


def to_array(out, k, bounds):
    out[k] = part(bounds)


def to_queue(q, k, bounds):
    q.put((k, part(bounds)))


if __name__ == "__main__":
    cuts = [(k * 300, (k + 1) * 300) for k in range(4)]
    out = Array("d", 4)
    ps = [Process(target=to_array, args=(out, k, c)) for k, c in enumerate(cuts)]
    q = Queue()
    ps += [Process(target=to_queue, args=(q, k, c)) for k, c in enumerate(cuts)]
    for p in ps:
        p.start()
    from_queue = [v for _, v in sorted(q.get() for _ in cuts)]
    for p in ps:
        p.join()
    with Pool(2) as pool:
        from_pool = pool.map(part, cuts)
    print(round(sum(out), 6), round(sum(from_queue), 6), round(sum(from_pool), 6))
    print(out[:] == from_queue == from_pool)
