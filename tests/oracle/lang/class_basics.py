# set: first
# Attributes of the class and of the instance; methods; strings of objects.

class Account:
    """A bank account."""

    bank = "Shell Bank"
    opened = 0

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        Account.opened += 1

    def deposit(self, amount):
        self.balance += amount
        return self

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("not enough money: %d < %d" % (self.balance, amount))
        self.balance -= amount
        return self

    def __str__(self):
        return "%s has %d" % (self.owner, self.balance)

    def __repr__(self):
        return "Account(%r, %r)" % (self.owner, self.balance)


a = Account("Ann", 10)
b = Account("Bob")
print(a, b)
print([a, b])
a.deposit(50).withdraw(20)
print(a)
try:
    b.withdraw(1)
except ValueError as e:
    print("error:", e)
print(Account.opened, a.opened, b.bank)
b.bank = "other"
print(a.bank, b.bank, Account.bank)
print(Account.__doc__, Account.__name__)
print(type(a).__name__, isinstance(a, Account), type(a) is Account)
print(hasattr(a, "owner"), hasattr(a, "nothing"), getattr(a, "nothing", "-"))
setattr(a, "owner", "Anna")
print(a.owner, a.__dict__)
del a.owner
print(hasattr(a, "owner"))
try:
    a.owner
except AttributeError as e:
    print(e)
