# set: first
# Single inheritance and super() over three classes.

class Animal:
    sound = "..."

    def __init__(self, name):
        self.name = name
        self.log = ["Animal"]

    def speak(self):
        return self.name + " says " + self.sound

    def kind(self):
        return type(self).__name__


class Dog(Animal):
    sound = "woof"

    def __init__(self, name, tricks=()):
        super().__init__(name)
        self.tricks = list(tricks)
        self.log.append("Dog")

    def speak(self):
        return super().speak() + "!"


class Puppy(Dog):
    def __init__(self, name):
        super(Puppy, self).__init__(name, ["sit"])
        self.log.append("Puppy")

    def speak(self):
        return super().speak().lower()


for creature in Animal("Thing"), Dog("Rex", ["roll", "beg"]), Puppy("Bit"):
    print(creature.kind(), "|", creature.speak(), "|", creature.log)
p = Puppy("Dot")
print(p.tricks, isinstance(p, Animal), isinstance(p, (int, Dog)), isinstance(p, str))
print(issubclass(Puppy, Animal), issubclass(Animal, Puppy), issubclass(bool, int))
print(Dog.speak(p))
print([c.__name__ for c in Puppy.__mro__])
print(Puppy.__bases__ == (Dog,))
Animal.sound = "hush"
print(Animal("x").speak(), Puppy("y").speak())
