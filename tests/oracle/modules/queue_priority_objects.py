# set: first
import queue
from dataclasses import dataclass, field


@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)


q = queue.PriorityQueue()
for p, n in [(3, "low"), (1, "high"), (2, "mid")]:
    q.put(Job(p, n))
while not q.empty():
    print(q.get())


class Task:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n > other.n


p = queue.PriorityQueue()
for n in (2, 9, 4):
    p.put(Task(n))
print([p.get().n for _ in range(3)])
try:
    m = queue.PriorityQueue()
    m.put(1)
    m.put("a")
except TypeError as e:
    print(e)
