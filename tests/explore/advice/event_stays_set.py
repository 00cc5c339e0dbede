# An event that stays set cannot be missed.
# finds: nothing
# outcomes: done
from threading import Event, Thread

go = Event()


def runner():
    go.wait()


def starter():
    go.set()


ts = [Thread(target=f) for f in (runner, starter)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
