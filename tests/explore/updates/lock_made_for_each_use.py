# finds: lost-update, race
# outcomes: 1 2
from threading import Lock, Thread

n = 0


def work():
    global n
    with Lock():
        n += 1


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
