# One waits, and the other breaks the barrier; in the other order it is broken before.
# finds: nothing
# outcomes: broken
from threading import Barrier, BrokenBarrierError, Thread

barrier = Barrier(2)
result = "met"


def work():
    global result
    try:
        barrier.wait()
    except BrokenBarrierError:
        result = "broken"


ts = [Thread(target=f) for f in (work, barrier.abort)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(result)
