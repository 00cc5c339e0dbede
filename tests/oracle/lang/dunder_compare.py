# set: first
# Equality, order, hashing, truth and strings of one's own.

class Version:
    def __init__(self, text):
        self.parts = tuple(int(p) for p in text.split("."))

    def __eq__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts

    def __le__(self, other):
        return self.parts <= other.parts

    def __hash__(self):
        return hash(self.parts)

    def __repr__(self):
        return "v" + ".".join(map(str, self.parts))


a, b, c = Version("1.2"), Version("1.10"), Version("1.2")
print(a == c, a != c, a is c, a == 5, a != 5)
print(a < b, a > b, a <= c, b >= a)
print(sorted([b, a]), max(a, b), min([b, c]))
print(len({a, b, c}), {a: "x"}[c], a in [c], [a, b].index(c), [b, c].count(a))
print(str(a), "%s" % a, f"{a}", "{}".format(a), [a])


class Plain:
    pass


p = Plain()
print(p == p, p == Plain(), p in [p], p != p, bool(p))


class Basket:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __contains__(self, x):
        return x < self.n


print(bool(Basket(0)), bool(Basket(1)), 3 in Basket(5), 7 in Basket(5), not Basket(0))


class Switch:
    def __init__(self, on):
        self.on = on

    def __bool__(self):
        return self.on

    def __str__(self):
        return "ON" if self.on else "OFF"


print("yes" if Switch(True) else "no", Switch(False) or "other", str(Switch(True)), any([Switch(False)]))


class OnlyEq:
    def __eq__(self, other):
        return True


try:
    {OnlyEq()}
except TypeError as e:
    print(e)
