# set: first
# Defaults are made once, when def runs.

def append_to(item, target=[]):
    target.append(item)
    return target


print(append_to(1))
print(append_to(2))
print(append_to(3, []))
print(append_to(4))


def append_safely(item, target=None):
    if target is None:
        target = []
    target.append(item)
    return target


print(append_safely(1), append_safely(2))

base = 10


def power(n=base):
    return n * n


base = 20
print(power(), power(3))


def greet(name, greeting="Hello", *, mark="!"):
    return greeting + ", " + name + mark


print(greet("Ann"))
print(greet("Bob", "Bye"))
print(greet("Cy", mark="?"))
print(greet(greeting="Hi", name="Di", mark="."))
try:
    greet()
except TypeError as e:
    print(e)
try:
    greet("a", "b", "c")
except TypeError as e:
    print(e)
try:
    greet("a", nothing=1)
except TypeError as e:
    print(e)
