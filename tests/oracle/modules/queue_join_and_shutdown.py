# set: first
import queue
import threading

q, seen, lock = queue.Queue(), [], threading.Lock()


def worker():
    while True:
        try:
            job = q.get(timeout=10)
        except queue.Empty:
            return
        if job is None:
            q.task_done()
            q.put(None)             # for the next one
            return
        with lock:
            seen.append(job)
        q.task_done()


ts = [threading.Thread(target=worker) for _ in range(3)]
for t in ts:
    t.start()
for n in range(12):
    q.put(n)
q.put(None)
for t in ts:
    t.join()
print(sorted(seen), q.get(), q.empty())
