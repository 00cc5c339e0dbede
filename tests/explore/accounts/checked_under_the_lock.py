# finds: nothing
# outcomes: 0
from threading import Lock, Thread

balance = 10
lock = Lock()


def withdraw():
    global balance
    with lock:
        if balance >= 10:
            balance -= 10


ts = [Thread(target=f) for f in (withdraw, withdraw)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(balance)
assert balance >= 0
