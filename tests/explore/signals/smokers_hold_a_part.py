# Each needs both parts, and each has picked up the one that the other needs.
# finds: deadlock
# outcomes: deadlock done
from threading import Semaphore, Thread

paper, tobacco = Semaphore(1), Semaphore(1)


def work(first, second):
    first.acquire()
    second.acquire()
    first.release()
    second.release()


ts = [Thread(target=work, args=pair) for pair in ((paper, tobacco), (tobacco, paper))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
