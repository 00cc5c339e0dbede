# set: first
# Objects that can be looped over, measured, indexed, called and compared.

class Countdown:
    def __init__(self, start):
        self.n = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


print(list(Countdown(3)), sum(Countdown(4)), [x * 2 for x in Countdown(2)], max(Countdown(5)))
a, b, c = Countdown(3)
print(a, b, c, *Countdown(2))


class Shelf:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, value):
        self.items[i] = value

    def __iter__(self):
        for item in self.items:
            yield item

    def __eq__(self, other):
        return isinstance(other, Shelf) and self.items == other.items

    def __lt__(self, other):
        return len(self) < len(other)

    def __call__(self, word):
        return word in self.items


s = Shelf("book", "cup", "box")
print(len(s), s[0], s[-1], s[1:], list(s))
s[1] = "mug"
print(list(s), s == Shelf("book", "mug", "box"), s != Shelf(), s == 5)
print(Shelf(1) < s, s < Shelf(1), s("mug"), s("cup"))
print("yes" if Shelf() else "empty is false", bool(s))
for i, item in enumerate(s):
    print(i, item)
print("box" in s, list(zip(s, range(3))))
it = iter(s)
print(next(it), next(it), next(it), next(it, "end"))
