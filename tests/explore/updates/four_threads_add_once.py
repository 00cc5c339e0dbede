# finds: lost-update, race
# outcomes: 1 2 3 4
# interleavings: 2520
from threading import Thread

n = 0


def work():
    global n
    n += 1


ts = [Thread(target=work) for _ in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
