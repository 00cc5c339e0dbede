# Each counts on its own and adds once, under the lock.
# finds: nothing
# outcomes: 6
# interleavings: 2
from threading import Lock, Thread

n = 0
lock = Lock()


def work():
    global n
    mine = 0
    for _ in range(3):
        mine += 1
    with lock:
        n += mine


ts = [Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
