# set: first
from itertools import chain, combinations, count, cycle, islice, product, takewhile, zip_longest


def take(n, it):
    return list(islice(it, n))


def grouper(it, n):
    args = [iter(it)] * n
    return zip_longest(*args)


def powerset(items):
    s = list(items)
    return chain.from_iterable(combinations(s, r) for r in range(len(s) + 1))


def roundrobin(*its):
    pending = [iter(i) for i in its]
    while pending:
        for it in list(pending):
            try:
                yield next(it)
            except StopIteration:
                pending.remove(it)


def primes():
    found = []
    for n in count(2):
        if all(n % p for p in takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n


print(take(3, count(5)), list(grouper("abcde", 2)), list(powerset([1, 2, 3])))
print(list(roundrobin("abc", "d", "ef")), take(10, primes()))
seats = cycle(["A", "B", "C"])
print([(p, next(seats)) for p in ["ann", "bob", "cy", "di"]])
print(["".join(p) for p in product("ab", repeat=3)], sum(1 for _ in product(range(3), repeat=3)))
