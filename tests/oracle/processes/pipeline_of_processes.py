# set: first
# Stages connected by queues, each in its process.
from multiprocessing import Process, Queue


def stage(f, inbox, outbox):
    for item in iter(inbox.get, None):
        outbox.put(f(item))
    outbox.put(None)


def double(x):
    return x * 2


def increment(x):
    return x + 1


def describe(x):
    return "<%d>" % x


if __name__ == "__main__":
    queues = [Queue() for _ in range(4)]
    stages = [Process(target=stage, args=(f, queues[i], queues[i + 1])) for i, f in enumerate([double, increment, describe])]
    for s in stages:
        s.start()
    for n in range(6):
        queues[0].put(n)
    queues[0].put(None)
    print(list(iter(queues[3].get, None)))
    for s in stages:
        s.join()
    print([s.exitcode for s in stages])
