# Only its holder may release it.
# finds: exception
from threading import RLock, Thread

lock = RLock()


def work():
    lock.release()


lock.acquire()
t = Thread(target=work)
t.start()
t.join()
lock.release()
print("done")
