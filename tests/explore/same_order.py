# finds: nothing
# outcomes: done
from threading import Thread, Lock

a = Lock()
b = Lock()


def work():
    with a:
        with b:
            pass


t1 = Thread(target=work)
t2 = Thread(target=work)
t1.start()
t2.start()
t1.join()
t2.join()
print("done")
