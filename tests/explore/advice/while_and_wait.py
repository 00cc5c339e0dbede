# The textbook form.
# finds: nothing
from threading import Condition, Thread

c = Condition()
items = []


def get():
    with c:
        while not items:
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
