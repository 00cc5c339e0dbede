# wait_for has the loop inside.
# finds: nothing
from threading import Condition, Thread

c = Condition()
items = []


def get():
    with c:
        c.wait_for(lambda: items)
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
