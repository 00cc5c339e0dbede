# Two clients share one queue of answers: each may get the other's.
# finds: assertion
from queue import Queue
from threading import Thread

asks, answers = Queue(), Queue()


def server():
    for _ in range(2):
        answers.put(asks.get())


def client(n):
    asks.put(n)
    assert answers.get() == n


ts = [Thread(target=server)] + [Thread(target=client, args=(n,)) for n in (1, 2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
