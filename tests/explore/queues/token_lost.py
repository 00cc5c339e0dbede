# The second one keeps the token.
# finds: deadlock
# outcomes: deadlock
from queue import Queue
from threading import Thread

ring = [Queue() for _ in range(3)]


def work(me):
    token = ring[me].get()
    if me != 1:
        ring[(me + 1) % 3].put(token)


ts = [Thread(target=work, args=(me,)) for me in range(3)]
for t in ts:
    t.start()
ring[0].put("token")
for t in ts:
    t.join()
print("done")
