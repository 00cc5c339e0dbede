# The test and the set are two steps.
# finds: assertion, lost-update, race
# outcomes: 1 2
# switches: 2
from threading import Thread

busy = False
n = 0


def work():
    global busy, n
    while busy:
        pass
    busy = True
    n += 1
    busy = False


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
