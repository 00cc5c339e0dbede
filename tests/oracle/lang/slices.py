# set: first
# Slices of lists, strings, tuples, ranges; assignment and deletion.

s = "abcdefgh"
print(s[2:5], s[:3], s[5:], s[-3:], s[:-2], s[::2], s[::-1], s[6:2:-1], s[10:], s[-100:3])
n = list(range(10))
print(n[1:8:3], n[::-3], n[-4:-1], n[:])
copy = n[:]
copy[0] = "changed"
print(n[0], copy[0])
n[2:5] = ["x"]
print(n)
n[1:1] = [100, 200]
print(n)
n[:2] = []
print(n)
del n[1:3]
print(n)
n[::2] = ["e"] * len(n[::2])
print(n)
try:
    n[::2] = [1]
except ValueError as e:
    print(e)
print((1, 2, 3, 4)[1:3], range(10)[2:8:2], list(range(10)[::-4]))
print(n[-1], s[-1], "x"[0])
for bad in (10, -9):
    try:
        s[bad]
    except IndexError as e:
        print(e)
try:
    [1, 2][2]
except IndexError as e:
    print(e)
try:
    [1]["a"]
except TypeError as e:
    print(e)
part = slice(1, 6, 2)
print(s[part], part.start, part.stop, part.step)
