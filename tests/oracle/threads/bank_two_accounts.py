# set: first
# Money moves both ways under two locks taken in one order.
import threading


class Account:
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.lock = threading.Lock()


def transfer(a, b, amount):
    first, second = (a, b) if a.number < b.number else (b, a)
    with first.lock:
        with second.lock:
            a.balance -= amount
            b.balance += amount


def many(a, b, n):
    for i in range(n):
        transfer(a, b, i)


x, y = Account(1, 1000), Account(2, 1000)
threads = [threading.Thread(target=many, args=pair) for pair in ((x, y, 30), (y, x, 30), (x, y, 10))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(x.balance, y.balance, x.balance + y.balance)
