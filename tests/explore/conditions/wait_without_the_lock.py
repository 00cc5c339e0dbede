# finds: exception, wait-without-loop
from threading import Condition, Thread

c = Condition()


def waiter():
    c.wait()


t = Thread(target=waiter)
t.start()
t.join()
print("done")
