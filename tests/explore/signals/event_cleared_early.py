# Set and cleared again: who was not waiting yet waits for ever.
# finds: deadlock, lost-wakeup
# outcomes: deadlock done
from threading import Event, Thread

go = Event()


def waiter():
    go.wait()


def starter():
    go.set()
    go.clear()


ts = [Thread(target=f) for f in (waiter, starter)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
