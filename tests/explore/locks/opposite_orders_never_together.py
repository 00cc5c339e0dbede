# The second task starts when the first has ended: orders do not matter.
# finds: nothing
# outcomes: done
# interleavings: 1
from threading import Lock, Thread

a, b = Lock(), Lock()


def work(first, second):
    with first:
        with second:
            pass


for pair in ((a, b), (b, a)):
    t = Thread(target=work, args=pair)
    t.start()
    t.join()
print("done")
