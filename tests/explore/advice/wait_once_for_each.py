# A for loop looks at nothing.
# finds: deadlock, lost-wakeup, wait-without-loop
from threading import Condition, Thread

c = Condition()
items = []


def get():
    for _ in range(1):
        with c:
            c.wait()


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
