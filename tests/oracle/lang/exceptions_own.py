# set: first
# Exceptions of one's own, raised, chained and raised again.

class ShopError(Exception):
    pass


class OutOfStock(ShopError):
    def __init__(self, item, wanted, left):
        super().__init__(item, wanted, left)
        self.item = item
        self.missing = wanted - left

    def __str__(self):
        return "%s: %d missing" % (self.item, self.missing)


stock = {"apple": 3}


def buy(item, n):
    if item not in stock:
        raise ShopError("no such thing", item)
    if stock[item] < n:
        raise OutOfStock(item, n, stock[item])
    stock[item] -= n
    return stock[item]


for item, n in [("apple", 2), ("pear", 1), ("apple", 5)]:
    try:
        print("left", buy(item, n))
    except OutOfStock as e:
        print("out:", e, e.missing, e.args)
    except ShopError as e:
        print("shop:", e)

try:
    try:
        int("seven")
    except ValueError as e:
        raise ShopError("bad number") from e
except ShopError as e:
    print(e, "because", type(e.__cause__).__name__)

try:
    try:
        1 / 0
    except ZeroDivisionError:
        print("passing on")
        raise
except ArithmeticError as e:
    print("caught", type(e).__name__, e)

try:
    try:
        1 / 0
    except ZeroDivisionError:
        [][1]
except IndexError as e:
    print(e, "| while handling |", e.__context__, "|", e.__cause__)
try:
    raise OutOfStock
except TypeError as e:
    print("TypeError")
print(repr(ValueError("a", 1)), repr(KeyError("k")), str(KeyError("k")), str(ValueError()))
