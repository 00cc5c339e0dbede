# finds: exception
from threading import Lock, Thread

lock = Lock()


def work():
    with lock:
        lock.release()


t = Thread(target=work)
t.start()
t.join()
print("done")
