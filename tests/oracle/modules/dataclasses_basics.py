# set: first
from dataclasses import asdict, astuple, dataclass, field, replace


@dataclass
class Item:
    name: str
    price: float
    count: int = 1
    tags: list = field(default_factory=list)

    def total(self):
        return self.price * self.count


a, b = Item("tea", 2.5), Item("cup", 4, count=3)
a.tags.append("hot")
print(a, b, a.total(), b.total(), b.tags)
print(a == Item("tea", 2.5, 1, ["hot"]), a != b, asdict(a), astuple(b), replace(b, count=1))


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0


print(sorted([Version(2), Version(1, 5)]), Version(1) < Version(1, 1), {Version(1): "k"}[Version(1, 0)])
try:
    Version(1).major = 2
except AttributeError as e:
    print(type(e).__name__, e)
try:
    Item("x")
except TypeError as e:
    print(e)


@dataclass
class Special(Item):
    extra: str = "none"
    secret: int = field(default=0, repr=False)

    def __post_init__(self):
        self.label = self.name + "/" + self.extra


print(Special("s", 1), Special("s", 1, extra="e").label)
