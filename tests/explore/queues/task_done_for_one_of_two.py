# finds: deadlock
# outcomes: deadlock
from queue import Queue
from threading import Thread

q = Queue()


def work():
    while True:
        item = q.get()
        if item == 1:
            q.task_done()


Thread(target=work, daemon=True).start()
q.put(1)
q.put(2)
q.join()
print("done")
