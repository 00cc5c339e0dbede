# Three locks, three tasks, each pair in one order only: and yet a circle.
# finds: deadlock
# outcomes: deadlock done
# switches: 1
from threading import Lock, Thread

a, b, c = Lock(), Lock(), Lock()


def work(first, second):
    with first:
        with second:
            pass


ts = [Thread(target=work, args=pair) for pair in ((a, b), (b, c), (c, a))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
