# finds: exception
# outcomes: done
from queue import Queue
from threading import Thread

q = Queue()


def work():
    q.get()
    q.task_done()
    q.task_done()


t = Thread(target=work)
t.start()
q.put(1)
q.join()
t.join()
print("done")
