# Every look at the list is a step: what is read depends on when the other takes away.
# finds: exception
from threading import Thread

items = [1, 2]


def read():
    for i in range(len(items)):
        items[i]


def take():
    items.pop()


ts = [Thread(target=f) for f in (read, take)]
for t in ts:
    t.start()
for t in ts:
    t.join()
