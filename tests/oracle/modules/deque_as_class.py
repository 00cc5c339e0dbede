# set: first
# deque is a class: isinstance, subclasses, its methods by its name.
import collections
from collections import deque

print(deque, deque.__name__, isinstance(deque(), deque), type(deque()) is collections.deque, deque([1, 2, 3], maxlen=2))


class Recent(deque):
    def __init__(self, items=(), size=3):
        super().__init__(items, size)

    def newest(self):
        return self[-1]


r = Recent("abcde")
print(list(r), len(r), r.newest(), r.maxlen, isinstance(r, deque), Recent.__mro__[1:])
r.append("f")
deque.appendleft(r, "x")
print(list(r), deque.count(r, "x"), issubclass(Recent, deque), {deque: 1}[deque])
try:
    deque.append([], 1)
except TypeError as e:
    print(e)
