# More is done in the loop; then it looks again.
# finds: nothing
from threading import Condition, Thread

c = Condition()
items = []


def get():
    with c:
        n = 0
        while not items and n >= 0:
            n += 1
            c.wait()
            n += 1
        items.pop()


def put():
    with c:
        items.append(1)
        c.notify()


ts = [Thread(target=f) for f in (get, put)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
