# Compare, then store: the smaller may come last.
# outcomes: 5 7
from threading import Thread

best = 0


def offer(price):
    global best
    if price > best:
        best = price


ts = [Thread(target=offer, args=(price,)) for price in (5, 7)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(best)
