# A plain lock may be released by anybody: here one task signals the other with it.
# finds: nothing
# outcomes: 1
# interleavings: 1
from threading import Lock, Thread

ready = Lock()
n = 0


def first():
    global n
    n += 1
    ready.release()


def second():
    ready.acquire()
    assert n == 1


ready.acquire()
ts = [Thread(target=f) for f in (first, second)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
