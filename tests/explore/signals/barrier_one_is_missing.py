# finds: deadlock
# outcomes: deadlock
from threading import Barrier, Thread

barrier = Barrier(3)


def work():
    barrier.wait()


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
