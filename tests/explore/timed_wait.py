# A wait that gives up: not before its time, as long as somebody else can go on.
# finds: nothing
# outcomes: took
from threading import Lock, Thread

lock = Lock()
how = []


def wait():
    if lock.acquire(timeout=1):
        how.append("took")
        lock.release()
    else:
        how.append("gave up")


def hold():
    with lock:
        pass


ts = [Thread(target=hold, name="holder"), Thread(target=wait, name="waiter")]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(how[0])
