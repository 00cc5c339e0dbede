# set: first
# What cannot be hashed is told by its own class, also where a subclass wraps a native type.
import collections
import json


class Row(list):
    pass


class Table(dict):
    pass


class Group(set):
    pass


class Line(collections.deque):
    pass


class Pair(tuple):
    pass


class Compares:
    def __eq__(self, other):
        return True


for thing in Row(), Table(), Group(), Line(), Compares(), [], {}, set(), collections.deque(), bytearray(), slice(1), (1, [2]), Pair((1, [])):
    for use in hash, lambda x: {x: 1}, lambda x: {x}, lambda x: x in {}:
        try:
            print(use(thing))
        except TypeError as e:
            print(type(thing).__name__, e)
print(hash(Pair((1, 2))) == hash((1, 2)), {Pair((1, 2)): "found"}[1, 2])
for text in '"\\x"', '"\\u12"', '["a" "b"]', '"tab\t"':
    try:
        json.loads(text)
    except json.JSONDecodeError as e:
        print(e)
