# set: first
# Native methods called by way of their class: the first argument must be one of its objects.
import collections
from functools import partial


class Text(str):
    pass


class Row(list):
    pass


class Number(int):
    pass


def tell(action):
    try:
        print(action())
    except TypeError as e:
        print(e)


for action in (lambda: str.lower(5), lambda: str.lower(), lambda: str.lower(Text("A")), lambda: list.append(1, 2),
               lambda: list.append(Row(), 2), lambda: list.pop((1,)), lambda: dict.get([], 1), lambda: dict.keys(5),
               lambda: set.add(frozenset(), 1), lambda: int.bit_length(True), lambda: int.bit_length(2 ** 70),
               lambda: int.bit_length(Number(5)), lambda: int.bit_length(1.5), lambda: float.is_integer(1),
               lambda: float.is_integer(1.0), lambda: bytes.upper("a"), lambda: bytearray.append(b"a", 1),
               lambda: tuple.index([1], 1), lambda: collections.deque.append([], 1), lambda: object.__repr__(),
               lambda: str.join(1, []), lambda: str.format(1), lambda: list.sort(5, key=len), lambda: range.index([1], 1),
               lambda: type(i for i in ()).send(5, 1), lambda: frozenset.union(set(), {1}), lambda: set.union({1}, {2}),
               lambda: str.maketrans("a", "b"), lambda: dict.fromkeys("a"), lambda: int.from_bytes(b"a", "big"),
               lambda: int.__add__("a", 1), lambda: str.__len__(5), lambda: list.__init__(5), lambda: slice.indices(1, 2),
               lambda: partial(str.upper)(3), lambda: "".join(map(str.strip, [1])), lambda: sorted([1, 2], key=str.lower),
               lambda: max([1], key=str.upper), lambda: list(filter(str.isdigit, ["1", 2]))):
    tell(action)


class Borrows:
    lower = str.lower
    append = list.append


b = Borrows()
for action in lambda: b.lower(), lambda: b.append(1), lambda: Borrows.lower("X"), lambda: Borrows.lower(5):
    tell(action)
print(sorted("bA", key=str.lower), max("aB", key=str.upper), list(map(str.upper, Text("ab"))))
