# finds: deadlock
# outcomes: done deadlock
# interleavings: 6
# switches: 1
from threading import Thread, Lock

a = Lock()
b = Lock()


def one():
    with a:
        with b:
            pass


def two():
    with b:
        with a:
            pass


t1 = Thread(target=one)
t2 = Thread(target=two)
t1.start()
t2.start()
t1.join()
t2.join()
print("done")
