# Main waits for a task that waits for main's lock.
# finds: deadlock
# outcomes: deadlock done
from threading import Lock, Thread

lock = Lock()


def work():
    with lock:
        pass


t = Thread(target=work)
t.start()
with lock:
    t.join()
print("done")
