# set: first
import queue
from multiprocessing import Queue, SimpleQueue

q = Queue(2)
q.put("a")
q.put("b", timeout=1)
print(q.full())
try:
    q.put("c", False)
except queue.Full as e:
    print(type(e).__name__)
try:
    q.put("c", True, 0.01)
except queue.Full:
    print("still full")
print(q.get(), q.get(timeout=5), q.qsize())
try:
    q.get_nowait()
except queue.Empty:
    print("empty now")
try:
    q.get(timeout=0.01)
except queue.Empty:
    print("empty after waiting")
q.put({"k": [1, (2, None)]})
print(q.get())
q.close()
q.join_thread()
try:
    q.put(1)
except ValueError as e:
    print(str(e)[-9:])
s = SimpleQueue()
s.put([1, 2])
print(s.empty(), s.get(), s.empty())
