# finds: nothing
# outcomes: "[1, 1, 2, 2]"
from threading import Barrier, Thread

barrier = Barrier(2)
done = []


def work():
    for turn in (1, 2):
        done.append(turn)
        barrier.wait()


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(done)
