# set: first
# Every method of every kind of queue, its errors and its timeouts.
import queue
import threading

for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = kind(3)
    print(kind.__name__, q.maxsize, q.qsize(), q.empty(), q.full())
    for n in (2, 3, 1):
        q.put(n)
    print(q.full(), q.qsize())
    for attempt in (lambda: q.put_nowait(4), lambda: q.put(4, False), lambda: q.put(4, timeout=0.01),
                    lambda: q.put(4, block=True, timeout=-1)):
        try:
            attempt()
        except (queue.Full, ValueError) as e:
            print(type(e).__name__, e)
    print([q.get(), q.get(timeout=1), q.get_nowait()])
    for attempt in (q.get_nowait, lambda: q.get(False), lambda: q.get(timeout=0.01), lambda: q.get(timeout=-1)):
        try:
            attempt()
        except (queue.Empty, ValueError) as e:
            print(type(e).__name__, e)
    for _ in range(3):
        q.task_done()
    try:
        q.task_done()
    except ValueError as e:
        print(e)
    q.join()
s = queue.SimpleQueue()
s.put("a")
s.put("b", block=False)
s.put_nowait("c")
print(s.qsize(), s.empty(), s.get(), s.get(timeout=1), s.get_nowait())
for attempt in (s.get_nowait, lambda: s.get(block=False), lambda: s.get(timeout=0.01), lambda: s.get(timeout=-1)):
    try:
        attempt()
    except (queue.Empty, ValueError) as e:
        print(type(e).__name__, e)
unbounded = queue.Queue(-1)
for n in range(100):
    unbounded.put(n)
print(unbounded.full(), unbounded.qsize(), unbounded.unfinished_tasks)
with unbounded.mutex:
    print(list(unbounded.queue)[:3])
    unbounded.queue.clear()
print(unbounded.empty())
q = queue.Queue(1)
got = []


def slow_reader():
    while (item := q.get()) is not None:
        got.append(item)
        q.task_done()


reader = threading.Thread(target=slow_reader)
reader.start()
for n in range(50):
    q.put(n)
q.join()
print(got == list(range(50)), q.unfinished_tasks)
q.put(None)
reader.join()
print(isinstance(queue.Empty(), Exception), queue.Full.__module__, queue.Empty.__module__)
