# One takes, the other gives back: such a lock guards nothing, and that it is taken in the end is no leak.
# finds: nothing
from threading import Lock, Thread

ping, pong = Lock(), Lock()
pong.acquire()


def first():
    ping.acquire()
    pong.release()


def second():
    pong.acquire()
    ping.release()


ts = [Thread(target=f) for f in (first, second)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
