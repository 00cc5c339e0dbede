# What a processor does in one instruction is here a lock that is tried.
# finds: nothing
# outcomes: 2
from threading import Lock, Thread

taken = Lock()
n = 0


def work():
    global n
    while not taken.acquire(blocking=False):
        pass
    n += 1
    taken.release()


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
assert n == 2
