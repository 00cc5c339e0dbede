# Two reads and two writes: 6 orders, and in 4 of them both read the same.
# finds: lost-update, race
# outcomes: 1 2
# interleavings: 6
from threading import Thread

n = 0


def work():
    global n
    n += 1


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
