# The event will be set: the time-out is needed by no order of steps. Before its time it is advice.
# finds: nothing
# outcomes: True
from threading import Event, Thread

ready = Event()
got = None


def waiter():
    global got
    got = ready.wait(timeout=10)


ts = [Thread(target=f) for f in (waiter, ready.set)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(got)
