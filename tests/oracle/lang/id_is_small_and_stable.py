# set: first
# skip-oracle: ids are small numbers in conch
# expect: True True True
a, b = [], []
print(id(a) == id(a), id(a) != id(b), id(a) < 2 ** 40)
