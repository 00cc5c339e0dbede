# finds: deadlock, wait-without-loop
# outcomes: deadlock
from threading import Condition, Thread

waiting = 0
c = Condition()


def waiter():
    global waiting
    with c:
        waiting += 1
        c.notify_all()
        c.wait_for(lambda: waiting == 3)
        c.wait()


def teller():
    global waiting
    with c:
        c.wait_for(lambda: waiting == 2)
        waiting += 1
        c.notify_all()


ts = [Thread(target=f) for f in (waiter, waiter, teller)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("done")
