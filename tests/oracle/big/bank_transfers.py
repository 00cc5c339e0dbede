# set: full
# Many threads move money between accounts; locks in order, an audit, a report.
import threading


class InsufficientFunds(Exception):
    def __init__(self, account, wanted):
        super().__init__("%s has %d, needs %d" % (account.owner, account.balance, wanted))
        self.account = account


class Account:
    next_number = 1

    def __init__(self, owner, balance):
        self.number = Account.next_number
        Account.next_number += 1
        self.owner = owner
        self.balance = balance
        self.lock = threading.RLock()
        self.history = []

    def deposit(self, amount, note=""):
        if amount <= 0:
            raise ValueError("amount must be positive")
        with self.lock:
            self.balance += amount
            self.history.append((+amount, note))

    def withdraw(self, amount, note=""):
        with self.lock:
            if self.balance < amount:
                raise InsufficientFunds(self, amount)
            self.balance -= amount
            self.history.append((-amount, note))

    def __lt__(self, other):
        return self.number < other.number

    def __str__(self):
        return "#%d %-6s %6d" % (self.number, self.owner, self.balance)


class SavingsAccount(Account):
    def __init__(self, owner, balance, percent):
        super().__init__(owner, balance)
        self.percent = percent

    def add_interest(self):
        with self.lock:
            interest = self.balance * self.percent // 100
            if interest:
                self.deposit(interest, "interest")
            return interest


class Bank:
    def __init__(self):
        self.accounts = {}
        self.refused = 0
        self.done = 0
        self.lock = threading.Lock()

    def open(self, account):
        self.accounts[account.owner] = account
        return account

    def transfer(self, giver, taker, amount):
        first, second = sorted([self.accounts[giver], self.accounts[taker]])
        with first.lock, second.lock:
            try:
                self.accounts[giver].withdraw(amount, "to " + taker)
            except InsufficientFunds:
                with self.lock:
                    self.refused += 1
                return False
            self.accounts[taker].deposit(amount, "from " + giver)
        with self.lock:
            self.done += 1
        return True

    def total(self):
        ordered = sorted(self.accounts.values())
        for a in ordered:
            a.lock.acquire()
        try:
            return sum(a.balance for a in ordered)
        finally:
            for a in reversed(ordered):
                a.lock.release()


class Clerk(threading.Thread):
    def __init__(self, bank, orders):
        super().__init__()
        self.bank, self.orders = bank, orders

    def run(self):
        for giver, taker, amount in self.orders:
            self.bank.transfer(giver, taker, amount)


class Auditor(threading.Thread):
    def __init__(self, bank, expected):
        super().__init__(daemon=True)
        self.bank, self.expected = bank, expected
        self.wrong = []
        self.stop = threading.Event()

    def run(self):
        while not self.stop.is_set():
            seen = self.bank.total()
            if seen != self.expected:
                self.wrong.append(seen)
            self.stop.wait(0.001)


def main():
    bank = Bank()
    names = ["Ann", "Bob", "Cy", "Di"]
    for i, name in enumerate(names):
        bank.open(SavingsAccount(name, 1000, 2) if i % 2 else Account(name, 1000))
    before = bank.total()
    auditor = Auditor(bank, before)
    auditor.start()
    orders = [(names[i % 4], names[(i * 3 + 1) % 4], 10 + i % 7) for i in range(80) if i % 4 != (i * 3 + 1) % 4]
    clerks = [Clerk(bank, orders[k::4]) for k in range(4)]
    for c in clerks:
        c.start()
    for c in clerks:
        c.join()
    auditor.stop.set()
    auditor.join()
    print("orders", len(orders), "done", bank.done, "refused", bank.refused)
    print("total", before, "->", bank.total(), "audits wrong:", auditor.wrong)
    for account in sorted(bank.accounts.values()):
        assert account.balance == 1000 + sum(amount for amount, _ in account.history)
        print(account, "moves", len(account.history))
    try:
        bank.accounts["Ann"].withdraw(10 ** 6)
    except InsufficientFunds as e:
        print("refused:", e, "|", e.account.owner)
    print("poor:", bank.transfer("Ann", "Bob", 10 ** 6), "refused now", bank.refused)
    for account in sorted(bank.accounts.values()):
        if isinstance(account, SavingsAccount):
            print(account.owner, "interest", account.add_interest(), "now", account.balance)
    for bad in (0, -5):
        try:
            bank.accounts["Bob"].deposit(bad)
        except ValueError as e:
            print(e)


main()
