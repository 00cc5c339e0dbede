# set: first
# Classes that extend builtin ones.

class Stack(list):
    def push(self, x):
        self.append(x)
        return self

    def peek(self):
        return self[-1]


s = Stack([1, 2])
s.push(3).push(4)
print(s, len(s), s.peek(), s.pop(), isinstance(s, list), s[0], s[1:])


class Defaults(dict):
    def __missing__(self, key):
        return "<%s?>" % key


d = Defaults(a=1)
print(d["a"], d["b"], d.get("b"), "b" in d, len(d))


class AppError(Exception):
    code = 10


class NetError(AppError):
    code = 20


for e in (AppError("x"), NetError("y", 2)):
    try:
        raise e
    except AppError as caught:
        print(type(caught).__name__, caught, caught.code, caught.args)

