# Whoever waits alone gives up, and the barrier is broken for the one who comes later.
# finds: nothing
# outcomes: "[]"
from threading import Barrier, BrokenBarrierError, Thread

barrier = Barrier(3)
met = []


def work():
    try:
        barrier.wait(timeout=0.05)
        met.append(1)
    except BrokenBarrierError:
        pass


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(met)
