# set: first
# super in methods, properties, class methods; overriding and extending.

class Base:
    def __init__(self, name):
        self.name = name

    def describe(self):
        return ["base " + self.name]

    @classmethod
    def create(cls, name):
        return cls(name)

    @property
    def label(self):
        return self.name.upper()

    def template(self):
        return "%s-%s" % (self.head(), self.tail())

    def head(self):
        return "H"

    def tail(self):
        return "T"


class Middle(Base):
    def describe(self):
        return super().describe() + ["middle"]

    def head(self):
        return "h" + super().head()


class Leaf(Middle):
    def __init__(self, name, size):
        super().__init__(name)
        self.size = size

    def describe(self):
        return super().describe() + ["leaf %d" % self.size]

    @classmethod
    def create(cls, name):
        return cls(name, 9)

    @property
    def label(self):
        return super().label + "!"

    def tail(self):
        return super(Leaf, self).tail() + "t"


for thing in (Base("a"), Middle.create("b"), Leaf("c", 3), Leaf.create("d")):
    print(type(thing).__name__, thing.describe(), thing.label, thing.template())
try:
    Leaf("x")
except TypeError as e:
    print(e)


class NoInit(Base):
    pass


print(NoInit("n").describe())


class Abstract:
    def area(self):
        raise NotImplementedError("area of " + type(self).__name__)


class Square(Abstract):
    def area(self):
        return 4


class Blob(Abstract):
    pass


for shape in (Square(), Blob()):
    try:
        print(shape.area())
    except NotImplementedError as e:
        print("not there:", e)
