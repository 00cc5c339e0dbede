# set: first
# Items that only Python can compare, and queues that keep their items in their own way.
import queue
import threading
from dataclasses import dataclass, field


class Job:
    def __init__(self, urgency, name):
        self.urgency = urgency
        self.name = name

    def __lt__(self, other):
        return self.urgency < other.urgency


@dataclass(order=True)
class Order:
    price: int
    what: str = field(compare=False)


q = queue.PriorityQueue()
for n in range(20):
    q.put(Job(n * 7 % 5, "job%d" % n))
print(q.qsize(), [q.get().name for _ in range(20)])
for n in range(6):
    q.put(Order(n * 5 % 3, "order%d" % n))
print([q.get().what for _ in range(6)])
for n in range(6):
    q.put((n % 2, Job(n, "tie%d" % n)))
print([q.get()[1].name for _ in range(6)])
q = queue.PriorityQueue()
q.put((1, {"no": "order"}))
try:
    q.put((1, {"at": "all"}))
except TypeError as e:
    print(e)
bounded = queue.PriorityQueue(2)
bounded.put(Job(2, "b"))
bounded.put(Job(1, "a"))
try:
    bounded.put(Job(0, "c"), timeout=0.01)
except queue.Full:
    print("full")
results = []


def worker():
    while True:
        job = bounded.get()
        if job.name == "stop":
            bounded.task_done()
            return
        results.append(job.name)
        bounded.task_done()


threads = [threading.Thread(target=worker) for _ in range(2)]
for t in threads:
    t.start()
for n in range(10):
    bounded.put(Job(n, "n%d" % n))
bounded.join()
for _ in threads:
    bounded.put(Job(99, "stop"))
for t in threads:
    t.join()
print(sorted(results), bounded.empty())


class UniqueQueue(queue.Queue):
    """Keeps no item twice."""

    def _init(self, maxsize):
        self.queue = {}

    def _put(self, item):
        self.queue[item] = True

    def _get(self):
        item = next(iter(self.queue))
        del self.queue[item]
        return item


u = UniqueQueue(2)
u.put("x")
u.put("x")
u.put("y")
print(u.qsize(), u.full())
try:
    u.put("z", block=False)
except queue.Full:
    print("no room")
print(u.get(), u.get(), u.empty())
try:
    u.get(timeout=0.01)
except queue.Empty:
    print("nothing")


class Loud(queue.PriorityQueue):
    def put(self, item, *args, **kwargs):
        print("putting", item)
        super().put(item, *args, **kwargs)


loud = Loud()
for n in (3, 1, 2):
    loud.put(n)
print([loud.get() for _ in range(3)])
