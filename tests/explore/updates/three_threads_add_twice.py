# finds: lost-update, race
# outcomes: 2 3 4 5 6
# interleavings: 34650
from threading import Thread

n = 0


def work():
    global n
    for _ in range(2):
        n += 1


ts = [Thread(target=work) for _ in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
