# The worker dies, and main waits for what it would have put.
# finds: deadlock, exception
# outcomes: deadlock
from queue import Queue
from threading import Thread

q = Queue()


def work():
    q.put(1 // 0)


t = Thread(target=work)
t.start()
print(q.get())
