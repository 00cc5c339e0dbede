# finds: deadlock, lost-wakeup, wait-without-loop
from threading import Thread, Condition

c = Condition()


def waiter():
    with c:
        c.wait()


def waker():
    with c:
        c.notify()


a = Thread(target=waiter)
b = Thread(target=waker)
a.start()
b.start()
a.join()
b.join()
print("done")
