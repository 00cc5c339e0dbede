# set: first
def make_account(balance):
    history = []

    def deposit(n):
        nonlocal balance
        balance += n
        history.append(("+", n))
        return balance

    def withdraw(n):
        nonlocal balance
        if n > balance:
            return "no"
        balance -= n
        history.append(("-", n))
        return balance

    def dispatch(message):
        return {"deposit": deposit, "withdraw": withdraw, "balance": lambda: balance, "history": lambda: list(history)}[message]

    return dispatch


a, b = make_account(10), make_account(0)
print(a("deposit")(5), a("withdraw")(100), a("withdraw")(12), b("balance")(), a("balance")(), a("history")())
try:
    a("steal")
except KeyError as e:
    print("KeyError", e)


def curry(f, n, *got):
    return f(*got) if len(got) == n else lambda x: curry(f, n, *got, x)


print(curry(lambda a, b, c: a * 100 + b * 10 + c, 3)(1)(2)(3))


def memoize(f):
    cache = {}

    def g(*args):
        if args not in cache:
            cache[args] = f(*args)
        return cache[args]
    g.cache = cache
    return g


@memoize
def ways(r, c):
    return 1 if r == 0 or c == 0 else ways(r - 1, c) + ways(r, c - 1)


print(ways(12, 12), len(ways.cache))


def counter_group():
    total = 0

    def make(name):
        own = 0

        def bump():
            nonlocal total, own
            total += 1
            own += 1
            return name, own, total
        return bump
    return make


make = counter_group()
x, y = make("x"), make("y")
print(x(), x(), y(), x())
pipeline = [str.strip, str.title, lambda s: s.replace(" ", "_")]
value = "  hello big world "
for step in pipeline:
    value = step(value)
print(value)
church = lambda n: (lambda f: lambda x: x if n == 0 else f(church(n - 1)(f)(x)))
print(church(5)(lambda k: k + 1)(0), church(4)(lambda s: s + "a")(""))
