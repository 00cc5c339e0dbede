# The waiter may begin to wait at three places: before n, after it, or when it need not wait any more.
# finds: nothing
# outcomes: 1
# interleavings: 3
from threading import Event, Thread

n = 0
ready = Event()


def first():
    global n
    n = 1
    ready.set()


def second():
    ready.wait()
    assert n == 1


ts = [Thread(target=f) for f in (first, second)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
