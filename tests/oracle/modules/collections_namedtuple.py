# set: first
from collections import namedtuple

Point = namedtuple("Point", ["x", "y"])
p = Point(1, y=2)
print(p, p.x, p[1], p == (1, 2), len(p), tuple(p), list(p))
x, y = p
print(x + y, p._replace(x=10), p._asdict(), Point._fields, Point._make([5, 6]))
Card = namedtuple("Card", "rank suit")
print(sorted([Card(3, "h"), Card(1, "s")]), max(Card(3, "h"), Card(1, "s")), Card("a", "b").suit)
D = namedtuple("D", "a b c", defaults=[0, None])
print(D(1), D(1, 2), isinstance(D(1), tuple), {p: "key"}[Point(1, 2)])
for bad in (lambda: setattr(p, "x", 5), lambda: Point(1), lambda: p.z, lambda: p[5]):
    try:
        bad()
    except (AttributeError, TypeError, IndexError) as e:
        print(type(e).__name__)


class Vec(namedtuple("Vec", "x y")):
    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)


print(Vec(1, 2) + Vec(3, 4), Vec(1, 2).x)
