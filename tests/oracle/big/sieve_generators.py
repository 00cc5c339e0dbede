# set: full
# Primes in six ways: lists, generators, a chain of generators, classes, threads, coroutines.
import queue
import threading


def by_trial(n):
    return [k for k in range(2, n) if all(k % d for d in range(2, int(k ** 0.5) + 1))]


def by_sieve(n):
    alive = [True] * n
    for k in range(2, n):
        if alive[k]:
            yield k
            for m in range(k * k, n, k):
                alive[m] = False


def naturals(start):
    while True:
        yield start
        start += 1


def without_multiples(of, numbers):
    for x in numbers:
        if x % of:
            yield x


def by_chain():
    numbers = naturals(2)
    while True:
        p = next(numbers)
        yield p
        numbers = without_multiples(p, numbers)


def by_dict():
    crossed = {}
    for q in naturals(2):
        p = crossed.pop(q, None)
        if p is None:
            yield q
            crossed[q * q] = q
        else:
            x = q + p
            while x in crossed:
                x += p
            crossed[x] = p


class Primes:
    def __init__(self, limit):
        self.limit = limit
        self.found = []

    def __iter__(self):
        self.found = []
        self.n = 1
        return self

    def __next__(self):
        while True:
            self.n += 1
            if self.n >= self.limit:
                raise StopIteration
            if all(self.n % p for p in self.found if p * p <= self.n):
                self.found.append(self.n)
                return self.n


class Filter(threading.Thread):
    """One thread for each prime: what it does not strike out goes to the next."""

    def __init__(self, inbox, found):
        super().__init__(daemon=True)
        self.inbox, self.found = inbox, found

    def run(self):
        prime = self.inbox.get()
        if prime is None:
            return
        self.found.append(prime)
        outbox = queue.Queue(4)
        follower = Filter(outbox, self.found)
        follower.start()
        while (x := self.inbox.get()) is not None:
            if x % prime:
                outbox.put(x)
        outbox.put(None)
        follower.join()


def by_threads(n):
    found, first = [], queue.Queue(4)
    head = Filter(first, found)
    head.start()
    for x in range(2, n):
        first.put(x)
    first.put(None)
    head.join()
    return found


def collector():
    out = []
    while True:
        x = yield out
        if x is None:
            return out
        out.append(x)


def stage(collect):
    """A coroutine that learns its prime from the first number sent."""
    prime = yield
    collect.send(prime)
    follower = None
    while True:
        x = yield
        if x % prime:
            if follower is None:
                follower = stage(collect)
                next(follower)
            follower.send(x)


def by_coroutines(n):
    collect = collector()
    next(collect)
    head = stage(collect)
    next(head)
    for x in range(2, n):
        head.send(x)
    head.close()
    try:
        collect.send(None)
    except StopIteration as e:
        return e.value


def take(n, it):
    return [x for _, x in zip(range(n), it)]


def below(n, it):
    out = []
    for x in it:
        if x >= n:
            return out
        out.append(x)


def main():
    want = by_trial(60)
    print(want)
    for name, got in [("sieve", list(by_sieve(60))), ("chain", below(60, by_chain())), ("dict", below(60, by_dict())),
                      ("class", list(Primes(60))), ("threads", by_threads(60)), ("coroutines", by_coroutines(60))]:
        print("%-10s %s" % (name, got == want))
    p = Primes(20)
    print(list(p), sum(p), 7 in p, 9 in p, max(p))
    print(take(5, by_chain()), take(5, by_dict()))
    twins = [(a, b) for a, b in zip(want, want[1:]) if b - a == 2]
    print("twins", twins)
    goldbach = {n: next((p, n - p) for p in want if n - p in want) for n in range(4, 21, 2)}
    print(goldbach)


main()
