# continue leads to the look again.
# finds: nothing
from threading import Condition, Thread

c = Condition()
items = []


def get():
    while True:
        with c:
            if not items:
                c.wait()
                continue
            items.pop()
            return


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
