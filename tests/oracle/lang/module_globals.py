# set: first
"""The docstring of the program."""
total = 0
names = ["a", "b"]


def add(n):
    global total
    total += n
    return total


def shadows():
    total = 100
    names = "local"
    return total, names


def uses_later():
    return defined_later


defined_later = "yes"
print(add(1), add(2), shadows(), total, names, uses_later())
print("total" in globals(), globals()["total"], "n" in globals())
globals()["made"] = 5
print(made)


def inner_names():
    x = 1
    y = "two"
    return sorted(locals().items())


print(inner_names())
print(__doc__)
if total > 2:
    conditional = "made in an if"
print(conditional)
for i in range(2):
    in_loop = i
print(i, in_loop)


def redefined():
    return 1


first = redefined


def redefined():
    return 2


print(first(), redefined())
