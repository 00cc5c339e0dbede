# Only the one who has the token writes: no lock is needed.
# finds: nothing
# outcomes: 6
from queue import Queue
from threading import Thread

ring = [Queue() for _ in range(3)]
n = 0


def work(me):
    global n
    for _ in range(2):
        token = ring[me].get()
        n += 1
        ring[(me + 1) % 3].put(token)


ts = [Thread(target=work, args=(me,)) for me in range(3)]
for t in ts:
    t.start()
ring[0].put("token")
for t in ts:
    t.join()
print(n)
