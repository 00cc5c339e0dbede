# Said before the work is done: join lets main go on, and what it reads may be unfinished.
# finds: race
# outcomes: 0 1
from queue import Queue
from threading import Thread

q = Queue()
n = 0


def work():
    global n
    item = q.get()
    q.task_done()
    n = item


t = Thread(target=work)
t.start()
q.put(1)
q.join()
seen = n
t.join()
print(seen)
