# set: first
# scope: beyond
# Classes that extend str, int and float.

class Celsius(float):
    def show(self):
        return "%.1f C" % self


c = Celsius(21.55)
print(c.show(), c + 1, c > 20)


class Name(str):
    def shout(self):
        return self.upper() + "!"


n = Name("ann")
print(n.shout(), n + "a", len(n), n == "ann")


class Even(int):
    pass


print(Even(4) + 1, isinstance(Even(2), int), Even("8"))
