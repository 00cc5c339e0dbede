# set: first
# Workers, a queue of jobs, a sentinel for each worker.
import queue
import threading

jobs, results = queue.Queue(), queue.Queue()


def worker():
    while True:
        n = jobs.get()
        if n is None:
            break
        results.put((n, n * n))


threads = [threading.Thread(target=worker) for _ in range(3)]
for t in threads:
    t.start()
for n in range(10):
    jobs.put(n)
for _ in threads:
    jobs.put(None)
for t in threads:
    t.join()
print(sorted(results.get() for _ in range(results.qsize())))
print(jobs.empty(), results.empty())
