# finds: nothing
# outcomes: 3
from threading import Condition, Thread

n = 0
c = Condition()


def waiter():
    global n
    with c:
        c.wait_for(lambda: n == 2)
        n += 1


def counter():
    global n
    with c:
        n += 1
        c.notify_all()


ts = [Thread(target=f) for f in (waiter, counter, counter)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(n)
