# Set and cleared at once: who comes later has missed it.
# finds: deadlock, lost-wakeup
# outcomes: deadlock done
from threading import Event, Thread

go = Event()


def runner():
    go.wait()


def starter():
    go.set()
    go.clear()


ts = [Thread(target=f) for f in (runner, starter)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
