# set: first
# join on a queue waits until every job is done, not only taken.
import queue
import threading

q = queue.Queue()
done = []


def worker():
    while True:
        item = q.get()
        try:
            done.append(item.upper())
        finally:
            q.task_done()


for _ in range(2):
    threading.Thread(target=worker, daemon=True).start()
for word in "the queue is joined".split():
    q.put(word)
q.join()
print(sorted(done), q.unfinished_tasks)
