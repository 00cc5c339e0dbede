# finds: nothing
# outcomes: 2
# interleavings: 2
from threading import Semaphore, Thread

n = 0
s = Semaphore(1)


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
