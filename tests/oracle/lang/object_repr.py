# set: first
# How objects without __str__ print; addresses differ.
class Plain:
    pass


class Only:
    def __repr__(self):
        return "Only()"


def func():
    pass


p = Plain()
print(p)
print(repr(p) == str(p), str(p).startswith("<__main__.Plain object at 0x"))
print(Plain, func, Only(), [Only()], str(Only()), Only)
print(func.__name__, p.__class__, type(p) == Plain)
print(lambda: 0)
print((x for x in []))
print(len, print, "abc".upper, [].append)
print(Plain.__init__ is object.__init__, type(Plain), type(type(Plain)))
print(int, str, type(None), type(NotImplemented), Exception, type(func), type(p))


class M:
    def go(self):
        pass


print(M.go)
print(M().go)
print(str(M().go).split(" of ")[0], repr(M.go).split(" at ")[0])


class BadRepr:
    def __repr__(self):
        return 5


try:
    print(BadRepr())
except TypeError as e:
    print(e)
print(repr(iter([])).split(" at")[0], repr({}.keys()), repr(enumerate([])).split(" at")[0], repr(range(2)))
