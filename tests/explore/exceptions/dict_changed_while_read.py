# finds: exception
from threading import Thread

ages = {"a": 1, "b": 2}


def read():
    for name in ages:
        len(name)


def add():
    ages["c"] = 3


ts = [Thread(target=f) for f in (read, add)]
for t in ts:
    t.start()
for t in ts:
    t.join()
