# finds: assertion, lost-update, race
# outcomes: 1 2
# interleavings: 6
# switches: 1
from threading import Thread


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self):
        self.balance += 1


account = Account()
ts = [Thread(target=account.deposit) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(account.balance)
assert account.balance == 2
