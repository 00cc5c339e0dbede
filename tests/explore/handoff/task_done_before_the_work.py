# finds: assertion
# switches: 1
from threading import Thread
from queue import Queue

q = Queue()
done = []

def work():
    n = q.get()
    q.task_done()                    # before the work
    done.append(n)

q.put(1)
t = Thread(target=work)
t.start()
q.join()
assert done == [1]
