# finds: assertion
# switches: 1
# What is done after the other has been let through is not ordered, though a coarse schedule does it first.
from threading import Thread
from queue import Queue
q = Queue()
done = []
def work():
    q.put(1)
    done.append(1)
t = Thread(target=work)
t.start()
q.get()
assert done == [1]
