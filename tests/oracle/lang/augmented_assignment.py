# set: first
# += on numbers makes a new one, on lists changes the old one.

a = b = [1]
a += [2]
print(a, b, a is b)
a = a + [3]
print(a, b, a is b)
s = t = "x"
s += "y"
print(s, t)
n = m = 5
n += 1
print(n, m)
d = {"k": 1}
d["k"] += 10
d["k"] *= 3
print(d)
grid = [[0, 0], [0, 0]]
grid[1][0] += 7
grid[0][1] -= 1
print(grid)


class Box:
    count = 0


x, y = Box(), Box()
x.count += 1
print(x.count, y.count, Box.count)
tup = ([1], 2)
try:
    tup[0] += [9]
except TypeError as e:
    print(e, tup)
v = 100
v -= 1; v /= 3; v //= 2; v **= 2; v %= 100
print(v)
w = 6
w |= 1; w &= 5; w ^= 2; w <<= 2; w >>= 1
print(w)
st = {1}
alias = st
st |= {2}
print(sorted(alias))
tt = (1,)
tt += (2,)
tt *= 2
print(tt)


def index():
    print("index once")
    return 0


arr = [5]
arr[index()] += 1
print(arr)
try:
    never += 1
except NameError as e:
    print(e)
