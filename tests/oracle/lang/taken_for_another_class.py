# set: first
# isinstance() believes what an object says of its class, as those do that stand in for others.
import weakref


class Stand:
    def __init__(self, other):
        self.other = other

    @property
    def __class__(self):
        return type(self.other)


s = Stand([1])
print(isinstance(s, list), isinstance(s, (int, str)), isinstance(s, (int, (list, str))))
print(isinstance(s, Stand), isinstance(s, object), isinstance(Stand(3), int), isinstance(Stand(True), int))
print(type(s) is Stand, s.__class__ is list)
try:
    isinstance(s, 3)
except TypeError as e:
    print(e)


class Kept:
    pass


kept = Kept()
w = weakref.proxy(kept)
print(isinstance(w, Kept), isinstance(w, int), w.__class__ is Kept)


class Silly:
    @property
    def __class__(self):
        return 5


print(isinstance(Silly(), int), isinstance(Silly(), Silly))


class Long:
    def __len__(self):
        return 2**70


try:
    len(Long())
except OverflowError as e:
    print(e)
