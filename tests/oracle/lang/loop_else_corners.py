# set: first
def find(items, wanted):
    for i, x in enumerate(items):
        if x == wanted:
            print("found at", i)
            break
    else:
        print("not found")


find([1, 2, 3], 2)
find([1, 2, 3], 9)
find([], 1)
n = 3
while n:
    n -= 1
    if n == 5:
        break
else:
    print("while ended by its condition")
for i in range(3):
    for j in range(3):
        if j == 1:
            continue
        if i == 2:
            break
        print(i, j, end="; ")
    else:
        print("inner complete")
        continue
    print("inner broken")
    break
else:
    print("never")
for x in "ab":
    pass
else:
    x = "changed in else"
print(x)
items = [5, 6, 7]
for items[0] in range(2):
    print(items)
for a, *b in [(1, 2, 3), (4,)]:
    print(a, b)
for i in range(2):
    i = i * 10
    print(i)
k = 0
while True:
    k += 1
    try:
        if k == 2:
            continue
        if k == 4:
            break
    finally:
        print("round", k)
