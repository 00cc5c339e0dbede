# The loop around is no loop of the wait: what comes next is done before the next look.
# finds: wait-without-loop
from threading import Condition, Thread

c = Condition()
items = []


def get():
    while True:
        with c:
            if not items:
                c.wait()
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
