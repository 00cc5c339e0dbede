# A lock that is taken twice by the same.
# replays: no
# finds: deadlock
from threading import Lock, Thread

lock = Lock()


def work():
    lock.acquire()
    lock.acquire()


t = Thread(target=work, daemon=True)
t.start()
t.join(timeout=1)
print("done")
