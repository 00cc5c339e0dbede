# set: first
# scope: beyond
import operator
from operator import attrgetter, itemgetter

print(operator.add(1, 2), operator.mul(3, 4), operator.lt(1, 2), operator.neg(5), operator.contains([1], 1), operator.getitem("abc", 1))
rows = [{"n": "b", "v": 2}, {"n": "a", "v": 2}, {"n": "c", "v": 1}]
print(sorted(rows, key=itemgetter("v", "n")))
print(sorted([(1, "z"), (0, "y")], key=itemgetter(0)), list(map(itemgetter(1), ["ab", "cd"])))


class P:
    def __init__(self, x):
        self.x = x


print([p.x for p in sorted([P(3), P(1)], key=attrgetter("x"))])
