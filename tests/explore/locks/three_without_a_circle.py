# finds: nothing
# outcomes: done
from threading import Lock, Thread

a, b, c = Lock(), Lock(), Lock()


def work(first, second):
    with first:
        with second:
            pass


ts = [Thread(target=work, args=pair) for pair in ((a, b), (b, c), (a, c))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
