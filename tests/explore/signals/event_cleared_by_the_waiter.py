# Two signals in a row are one, if nobody has waited in between.
# finds: deadlock, lost-wakeup
# outcomes: deadlock done
from threading import Event, Thread

go = Event()


def waiter():
    for _ in range(2):
        go.wait()
        go.clear()


def starter():
    go.set()
    go.set()


ts = [Thread(target=f) for f in (waiter, starter)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
