# Two pass, and the third waits for a partner.
# finds: deadlock
# outcomes: deadlock
from threading import Barrier, Thread

barrier = Barrier(2)


def work():
    barrier.wait()


ts = [Thread(target=f) for f in (work, work, work)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
