# finds: assertion
# switches: 1
# What is done after the other has been let through is not ordered, though a coarse schedule does it first.
from threading import Thread, Event
s = Event()
done = []
def work():
    s.set()
    done.append(1)
t = Thread(target=work)
t.start()
s.wait()
assert done == [1]
