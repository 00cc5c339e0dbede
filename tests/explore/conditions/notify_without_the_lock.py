# finds: exception
from threading import Condition, Thread

c = Condition()


def teller():
    c.notify()


t = Thread(target=teller)
t.start()
t.join()
print("done")
