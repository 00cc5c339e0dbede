# set: first
# a < b < c asks b once.

def say(n):
    print("asked", n)
    return n


print(say(1) < say(2) < say(3))
print(say(3) < say(2) < say(1))
print(1 < 3 > 2, 1 == 1 == 1, 1 != 2 != 1, 5 >= 5 > 4 >= 4)
print(1 in [1] == True, (1 in [1]) == True)
print("a" < "b" <= "b" != "c")
print(0 < 5 < 10 and not 5 < 0 < 10)
x = None
print(x is None is not False, None is not x, not x is None)
print([1, 2] < [1, 2, 0] < [1, 3], (1,) == (1,) is False)
for age in (5, 15, 65):
    print(age, "child" if 0 <= age < 13 else "teen" if 13 <= age < 20 else "grown")
