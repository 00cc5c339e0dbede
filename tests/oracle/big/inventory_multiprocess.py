# set: full
# Shops as processes, a warehouse process, orders by queues, stock in shared memory, a final audit.
from multiprocessing import Array, Event, Lock, Process, Queue, Value

GOODS = ["apple", "bread", "cheese", "dates"]
START = [40, 30, 20, 10]


class Order:
    def __init__(self, shop, good, count):
        self.shop, self.good, self.count = shop, good, count

    def __repr__(self):
        return "Order(%s, %s, %d)" % (self.shop, self.good, self.count)


class Stock:
    def __init__(self):
        self.counts = Array("i", START)
        self.sold = Value("i", 0)
        self.lock = Lock()

    def take(self, good, n):
        i = GOODS.index(good)
        with self.lock:
            given = min(n, self.counts[i])
            self.counts[i] -= given
            self.sold.value += given
        return given

    def fill(self, good, n):
        with self.lock:
            self.counts[GOODS.index(good)] += n

    def snapshot(self):
        with self.lock:
            return dict(zip(GOODS, self.counts[:]))


def wishes(shop, n):
    """What a shop orders: its own arithmetic, the same in every run."""
    x = sum(map(ord, shop))
    for _ in range(n):
        x = x * 31 % 1009
        yield Order(shop, GOODS[x % len(GOODS)], 1 + x % 4)


def shop(name, n, orders, answers, opened):
    opened.wait()
    asked = got = 0
    for order in wishes(name, n):
        orders.put(order)
        given = answers.get()
        asked += order.count
        got += given
    orders.put((name, asked, got))


def warehouse(stock, orders, answers, shops, report):
    open_shops, handled, summary = shops, 0, {}
    while open_shops:
        message = orders.get()
        if isinstance(message, tuple):
            name, asked, got = message
            summary[name] = (asked, got)
            open_shops -= 1
            continue
        handled += 1
        answers[message.shop].put(stock.take(message.good, message.count))
    report.put((handled, summary))


def delivery(stock, opened):
    opened.wait()
    for good in GOODS:
        stock.fill(good, 5)


def main():
    names = ["north", "south", "west"]
    stock, orders, report, opened = Stock(), Queue(), Queue(), Event()
    answers = {name: Queue() for name in names}
    keeper = Process(target=warehouse, args=(stock, orders, answers, len(names), report), name="warehouse")
    shops = [Process(target=shop, args=(name, 8, orders, answers[name], opened), name=name) for name in names]
    truck = Process(target=delivery, args=(stock, opened), name="truck")
    for p in [keeper, truck] + shops:
        p.start()
    print("before opening:", stock.snapshot())
    opened.set()
    handled, summary = report.get()
    for p in [keeper, truck] + shops:
        p.join()
    print("handled", handled)
    for name in names:
        print("%-6s asked %2d" % (name, summary[name][0]), "never more than asked:", summary[name][1] <= summary[name][0])
    left = sum(stock.snapshot().values())
    print("balance:", sum(START) + 5 * len(GOODS) == left + stock.sold.value, stock.sold.value == sum(g for _, g in summary.values()))
    print("exit codes:", {p.name: p.exitcode for p in [keeper, truck] + shops})


if __name__ == "__main__":
    main()
