# finds: nothing
# outcomes: 3
# options: --outputs
from queue import Queue
from threading import Thread

q = Queue()
n = 0


def work():
    global n
    while True:
        item = q.get()
        n += item
        q.task_done()


Thread(target=work, daemon=True).start()
q.put(1)
q.put(2)
q.join()
print(n)
