# Enough for one, and both have looked.
# finds: assertion, lost-update, race
# outcomes: 0 -10
from threading import Thread

balance = 10


def withdraw():
    global balance
    if balance >= 10:
        balance -= 10


ts = [Thread(target=f) for f in (withdraw, withdraw)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(balance)
assert balance >= 0
