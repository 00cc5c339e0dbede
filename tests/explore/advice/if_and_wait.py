# One gets, one puts: it holds, and only as long as there is no second one.
# finds: wait-without-loop
from threading import Condition, Thread

c = Condition()
items = []


def get():
    with c:
        if not items:
            c.wait()
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
