# Opposite orders do no harm when a third lock is taken first.
# finds: lock-order
# outcomes: done
# interleavings: 2
from threading import Lock, Thread

gate, a, b = Lock(), Lock(), Lock()


def work(first, second):
    with gate:
        with first:
            with second:
                pass


ts = [Thread(target=work, args=pair) for pair in ((a, b), (b, a))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
