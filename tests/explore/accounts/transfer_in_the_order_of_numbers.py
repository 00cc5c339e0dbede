# finds: nothing
# outcomes: "10 10"
from threading import Lock, Thread


class Account:
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.lock = Lock()


a, b = Account(1, 10), Account(2, 10)


def transfer(source, target):
    first, second = sorted((source, target), key=lambda account: account.number)
    with first.lock:
        with second.lock:
            source.balance -= 5
            target.balance += 5


ts = [Thread(target=transfer, args=pair) for pair in ((a, b), (b, a))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(a.balance, b.balance)
