# Each locks the account that it takes from, then the other.
# finds: deadlock
# outcomes: deadlock "10 10"
from threading import Lock, Thread


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = Lock()


a, b = Account(10), Account(10)


def transfer(source, target):
    with source.lock:
        with target.lock:
            source.balance -= 5
            target.balance += 5


ts = [Thread(target=transfer, args=pair) for pair in ((a, b), (b, a))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(a.balance, b.balance)
