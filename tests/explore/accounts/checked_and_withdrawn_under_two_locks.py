# No race: but what was checked need not be true any more.
# finds: assertion
# outcomes: 0 -10
from threading import Lock, Thread

balance = 10
lock = Lock()


def withdraw():
    global balance
    with lock:
        enough = balance >= 10
    if enough:
        with lock:
            balance -= 10


ts = [Thread(target=f) for f in (withdraw, withdraw)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(balance)
assert balance >= 0
