# finds: deadlock, exception
# outcomes: deadlock
from queue import Queue
from threading import Thread

q = Queue()


def work():
    item = q.get()
    1 / item
    q.task_done()


Thread(target=work, daemon=True).start()
q.put(0)
q.join()
print("done")
