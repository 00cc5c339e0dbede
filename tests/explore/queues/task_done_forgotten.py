# finds: deadlock
# outcomes: deadlock
from queue import Queue
from threading import Thread

q = Queue()


def work():
    q.get()


Thread(target=work, daemon=True).start()
q.put(1)
q.join()
print("done")
