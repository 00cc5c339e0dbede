# set: first
# needs: gevent
import gevent
from gevent.pool import Group, Pool
from gevent.queue import Channel, Empty, Full, JoinableQueue, LifoQueue, PriorityQueue, Queue

q = Queue(2)
q.put(1)
q.put_nowait(2)
print(q.qsize(), len(q), q.full(), q.empty(), q.peek(), q.maxsize, q)
for attempt in (lambda: q.put(3, block=False), lambda: q.put(3, timeout=0.01), lambda: q.put_nowait(3)):
    try:
        attempt()
    except Full as e:
        print("Full", repr(e))
print(q.get(), q.get_nowait())
for attempt in (q.get_nowait, lambda: q.get(block=False), lambda: q.get(timeout=0.01), q.peek_nowait):
    try:
        attempt()
    except Empty as e:
        print("Empty", repr(e))
for kind in (PriorityQueue, LifoQueue):
    k = kind()
    for n in (2, 3, 1):
        k.put(n)
    print(kind.__name__, [k.get() for _ in range(3)])
print(Queue(items=[1, 2, 3]).qsize())
log = []
q = Queue(1)


def producer():
    for n in range(4):
        q.put(n)
        log.append("put %d" % n)
    q.put(StopIteration)


def consumer():
    for item in q:
        log.append("got %d" % item)


gevent.joinall([gevent.spawn(producer), gevent.spawn(consumer)])
print(log)
jobs = JoinableQueue()


def worker():
    while True:
        job = jobs.get()
        gevent.sleep(0)
        log.append(job)
        jobs.task_done()


log.clear()
workers = [gevent.spawn(worker) for _ in range(2)]
for n in range(5):
    jobs.put(n)
print(jobs.join(timeout=None), sorted(log), jobs.unfinished_tasks)
try:
    jobs.task_done()
except ValueError as e:
    print(e)
gevent.killall(workers)
channel = Channel()
gevent.spawn(lambda: [channel.put(n) for n in range(3)])
print([channel.get() for _ in range(3)])
try:
    channel.get(timeout=0.01)
except Empty:
    print("nobody puts")


def square(n):
    gevent.sleep(0.001 * (3 - n))
    return n * n


pool = Pool(2)
print(pool.size, pool.free_count(), pool.full(), len(pool))
a, b = pool.spawn(square, 1), pool.spawn(square, 2)
print(pool.free_count(), pool.full(), len(pool), a in pool)
pool.join()
print(a.value, b.value, pool.free_count(), len(pool))
print(pool.map(square, range(4)), list(pool.imap(square, [3, 1])), sorted(pool.imap_unordered(square, [3, 1])))
print(pool.apply(square, (3,)), pool.apply_async(square, (2,)).get(), pool.map_async(square, [1, 2]).get())
got = []
pool.apply_async(square, (3,), callback=got.append).join()
gevent.sleep(0)
print(got)


def fails(n):
    raise ValueError(n)


try:
    pool.map(fails, [1])
except ValueError as e:
    print("map raised", e)
group = Group()
members = [group.spawn(square, n) for n in range(3)]
print(len(group))
group.join()
print(len(group), [m.value for m in members])
sleepers = Group()
for _ in range(2):
    sleepers.add(gevent.spawn(gevent.sleep, 60))
gevent.sleep(0)
sleepers.kill()
print(len(sleepers))
peak = 0
inside = 0


def counted(n):
    global peak, inside
    inside += 1
    peak = max(peak, inside)
    gevent.sleep(0)
    inside -= 1


small = Pool(3)
for n in range(10):
    small.spawn(counted, n)
small.join()
print(peak, inside)
