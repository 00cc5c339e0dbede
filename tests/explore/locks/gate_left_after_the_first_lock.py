# The gate guards the taking of the first lock only.
# finds: deadlock
# outcomes: deadlock done
from threading import Lock, Thread

gate, a, b = Lock(), Lock(), Lock()


def work(first, second):
    with gate:
        first.acquire()
    with second:
        pass
    first.release()


ts = [Thread(target=work, args=pair) for pair in ((a, b), (b, a))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
