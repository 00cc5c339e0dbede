# finds: nothing
# outcomes: 7
# interleavings: 2
from threading import Lock, Thread

best = 0
lock = Lock()


def offer(price):
    global best
    with lock:
        if price > best:
            best = price


ts = [Thread(target=offer, args=(price,)) for price in (5, 7)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(best)
assert best == 7
