# set: first
# A generator, or an object with __del__, dies with the container that alone has it, at once.


def numbers(name):
    try:
        yield 1
        yield 2
    finally:
        print("end of", name)


def begun(name):
    it = numbers(name)
    next(it)
    return it


class Last:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("last words of", self.name)


class Holder:
    pass


items = [begun("list")]
items = None
print("list gone")
items = [begun("deleted list"), 5]
del items
print("deleted")
table = {"a": begun("dict"), "b": [1, 2]}
table = None
print("dict gone")
pair = (1, ("x", [begun("tuple in a tuple")]))
del pair
print("tuple gone")
thing = Holder()
thing.inner = Holder()
thing.inner.it = begun("attribute")
del thing
print("object gone")
both = zip(begun("zip"), "ab")
next(both)
both = None
print("zip gone")
words = {"one": Last("one"), "two": [Last("two")]}
words = None
print("objects gone")
kept = begun("kept")
others = [kept]
del others
print("still there", next(kept))
kept = None
print("gone, too")


def local_list():
    items = [begun("local list")]
    items = None
    print("local list gone")


def local_dict():
    items = {1: begun("local dict")}
    del items
    print("local dict gone")


local_list()
local_dict()
many = [str(i) for i in range(1000)] + [begun("behind many texts")]
del many
print("behind many")
