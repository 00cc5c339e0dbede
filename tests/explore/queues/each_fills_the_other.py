# Two queues of one place: both tasks answer before they listen.
# finds: deadlock
# outcomes: deadlock
from queue import Queue
from threading import Thread

left, right = Queue(1), Queue(1)


def work(mine, other):
    for _ in range(2):
        other.put(1)
    for _ in range(2):
        mine.get()


ts = [Thread(target=work, args=pair) for pair in ((left, right), (right, left))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
