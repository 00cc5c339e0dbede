# set: first
# Queue, LifoQueue, PriorityQueue without other threads.
import queue

q = queue.Queue(maxsize=2)
q.put("a")
q.put("b")
print(q.qsize(), q.full(), q.empty())
try:
    q.put("c", block=False)
except queue.Full as e:
    print("full", repr(e))
try:
    q.put("c", timeout=0.01)
except queue.Full:
    print("full after waiting")
print(q.get(), q.get_nowait())
try:
    q.get_nowait()
except queue.Empty as e:
    print("empty", repr(e))
try:
    q.get(True, 0.01)
except queue.Empty:
    print("empty after waiting")
s = queue.LifoQueue()
p = queue.PriorityQueue()
for x in (3, 1, 2):
    s.put(x)
    p.put((x, "job%d" % x))
print([s.get() for _ in range(3)], [p.get() for _ in range(3)])
u = queue.SimpleQueue()
u.put(None)
print(u.qsize(), u.get(), u.empty())
q.put(1)
q.task_done()
try:
    q.task_done()
    q.task_done()
    q.task_done()
except ValueError as e:
    print(e)
