# set: first
# property, staticmethod, classmethod.

class Celsius:
    made = 0

    def __init__(self, degrees):
        self.degrees = degrees          # goes through the setter
        Celsius.made += 1

    @property
    def degrees(self):
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("too cold")
        self._degrees = value

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32

    @staticmethod
    def is_freezing(degrees):
        return degrees <= 0

    @classmethod
    def from_fahrenheit(cls, f):
        return cls((f - 32) * 5 / 9)

    @classmethod
    def count(cls):
        return cls.__name__ + " " + str(cls.made)


class Room(Celsius):
    pass


t = Celsius(20)
print(t.degrees, t.fahrenheit)
t.degrees = 25
print(t.fahrenheit, t._degrees)
try:
    t.degrees = -300
except ValueError as e:
    print(e)
try:
    t.fahrenheit = 5
except AttributeError:
    print("no setter")
print(Celsius.is_freezing(-1), t.is_freezing(1))
r = Room.from_fahrenheit(212)
print(type(r).__name__, r.degrees, Room.count(), Celsius.count())


class Old:
    def get(self):
        return "got"

    def set(self, v):
        print("set", v)

    value = property(get, set)


o = Old()
o.value = 3
print(o.value)
