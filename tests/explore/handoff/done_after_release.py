# finds: assertion
# switches: 1
# What is done after the other has been let through is not ordered, though a coarse schedule does it first.
from threading import Thread, Semaphore
s = Semaphore(0)
done = []
def work():
    s.release()
    done.append(1)
t = Thread(target=work)
t.start()
s.acquire()
assert done == [1]
