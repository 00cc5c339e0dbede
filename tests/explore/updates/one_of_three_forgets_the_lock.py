# finds: lost-update, race
# outcomes: 1 2 3
from threading import Lock, Thread

n = 0
lock = Lock()


def careful():
    global n
    with lock:
        n += 1


def careless():
    global n
    n += 1


ts = [Thread(target=f) for f in (careful, careful, careless)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
