# Two may be inside: a semaphore of two guards nothing against two.
# finds: lost-update, race
# outcomes: 1 2
from threading import Semaphore, Thread

n = 0
s = Semaphore(2)


def work():
    global n
    with s:
        n += 1


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
