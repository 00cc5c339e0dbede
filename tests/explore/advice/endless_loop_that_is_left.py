# The same in another form: the test is inside.
# finds: nothing
from threading import Condition, Thread

c = Condition()
items = []


def get():
    with c:
        while True:
            if items:
                break
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
