# set: first
# __iter__ and __next__ apart; iterators inside iterators; early ends.

class Range:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return RangeIterator(self.n)


class RangeIterator:
    def __init__(self, n):
        self.i, self.n = 0, n

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration()
        self.i += 1
        return self.i - 1


r = Range(3)
print(list(r), list(r), [(a, b) for a in r for b in r])
it = iter(r)
print(next(it), list(it), list(it))
a, *b = Range(4)
print(a, b, tuple(Range(2)), sum(r), max(r), sorted(r, reverse=True), 2 in r, 9 in r)
print(dict(zip(r, "abc")), set(r) == {0, 1, 2}, " ".join(map(str, r)), list(enumerate(r)), [*r])
for x in r:
    if x == 1:
        break
else:
    print("no break")
print("x is", x)


class Bad:
    def __iter__(self):
        return 5


try:
    for x in Bad():
        pass
except TypeError as e:
    print(e)


class Tree:
    def __init__(self, value, *children):
        self.value, self.children = value, children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child


print(list(Tree(1, Tree(2, Tree(3)), Tree(4))))


class Fails:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("while iterating")


for use in (list, sum, sorted, lambda x: [y for y in x], lambda x: max(x), lambda x: 1 in x):
    try:
        use(Fails())
    except ValueError as e:
        print(e, end="; ")
print()


def read(it):
    while True:
        try:
            yield next(it)
        except StopIteration:
            return


print(list(read(iter("abc"))))
