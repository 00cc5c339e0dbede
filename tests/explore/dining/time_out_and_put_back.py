# Nobody waits for ever for the second fork: when all wait, somebody gives up, and maybe both do so at once.
# finds: nothing
# outcomes: 0 1 2
# replays: no
from threading import Lock, Thread

forks = [Lock() for _ in range(2)]
fed = []


def dine(i):
    with forks[i]:
        if forks[1 - i].acquire(timeout=1):
            fed.append(i)
            forks[1 - i].release()


ts = [Thread(target=dine, args=(i,)) for i in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(fed))
