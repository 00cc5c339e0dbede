# set: first
# A small bank and a table of what happened.

class InsufficientFunds(Exception):
    pass


class Account:
    def __init__(self, owner):
        self.owner, self.balance, self.history = owner, 0, []

    def move(self, amount, note):
        if self.balance + amount < 0:
            raise InsufficientFunds("%s lacks %d" % (self.owner, -(self.balance + amount)))
        self.balance += amount
        self.history.append((note, amount, self.balance))


class Savings(Account):
    def __init__(self, owner, rate):
        super().__init__(owner)
        self.rate = rate

    def month(self):
        self.move(round(self.balance * self.rate), "interest")


def transfer(a, b, amount):
    try:
        a.move(-amount, "to " + b.owner)
    except InsufficientFunds as e:
        print("refused:", e)
        return False
    else:
        b.move(amount, "from " + a.owner)
        return True
    finally:
        print("transfer of", amount, "handled")


ann, bob = Account("Ann"), Savings("Bob", 0.05)
ann.move(100, "salary")
print(transfer(ann, bob, 60), transfer(ann, bob, 60))
bob.month()
for account in (ann, bob):
    print(account.owner.center(24, "="))
    for note, amount, balance in account.history:
        print("%-10s %+6d %6d" % (note, amount, balance))
    print("{:>10} {:>13}".format("total", account.balance))
