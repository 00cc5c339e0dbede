# Who waited at the reset fails; who comes later waits for somebody who does not come.
# finds: deadlock
# outcomes: broken deadlock
from threading import Barrier, BrokenBarrierError, Thread

barrier = Barrier(2)
result = "met"


def work():
    global result
    try:
        barrier.wait()
    except BrokenBarrierError:
        result = "broken"


ts = [Thread(target=f) for f in (work, barrier.reset)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(result)
