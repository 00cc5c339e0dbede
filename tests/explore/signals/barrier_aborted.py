# finds: race
# outcomes: met broken
from threading import Barrier, BrokenBarrierError, Thread

barrier = Barrier(2)
result = "met"


def work():
    global result
    try:
        barrier.wait()
    except BrokenBarrierError:
        result = "broken"


def spoiler():
    barrier.abort()


ts = [Thread(target=f) for f in (work, work, spoiler)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(result)
