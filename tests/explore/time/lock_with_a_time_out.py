# Nobody gives the lock back: the wait ends by its time-out.
# finds: nothing
# outcomes: False
from threading import Lock, Thread

lock = Lock()
lock.acquire()
got = None


def work():
    global got
    got = lock.acquire(timeout=0.01)


t = Thread(target=work)
t.start()
t.join()
print(got)
