# set: first
import itertools as it
from itertools import chain, count, cycle, islice, product

print(list(islice(count(10, 5), 4)), list(islice(cycle("ab"), 5)), list(it.repeat("x", 3)))
print(list(chain([1], "ab", (2,))), list(chain.from_iterable([[1], [2, 3]])))
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)))
print(list(it.permutations("abc", 2)), list(it.combinations("abcd", 2)), list(it.combinations_with_replacement("ab", 2)))
print(list(it.accumulate([1, 2, 3, 4])), list(it.accumulate([3, 1, 4], max)), list(it.zip_longest("abc", [1], fillvalue="-")))
print(list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.compress("abcd", [1, 0, 1, 0])), list(it.filterfalse(lambda x: x % 2, range(5))))
for k, g in it.groupby("aaabbc"):
    print(k, list(g), end=" ")
print()
for k, g in it.groupby(sorted(["apple", "bob", "ann", "cy", "bee"]), key=lambda w: w[0]):
    print(k, list(g))
a, b = it.tee(iter([1, 2, 3]))
print(next(a), list(b), list(a), list(it.pairwise([1, 2, 3])), list(islice("abcdef", 1, 5, 2)))
c = count()
print(next(c), next(c), list(zip(c, "ab")))
