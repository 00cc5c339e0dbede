# Trying without waiting cannot deadlock, but it may do nothing.
# finds: nothing
# outcomes: 0 1 2
from threading import Lock, Thread

a, b = Lock(), Lock()
done = []


def work(first, second):
    with first:
        if second.acquire(blocking=False):
            done.append(1)
            second.release()


ts = [Thread(target=work, args=pair) for pair in ((a, b), (b, a))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(done))
