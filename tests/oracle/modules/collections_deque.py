# set: first
from collections import deque

d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, len(d), d[0], d[-1], 3 in d)
print(d.pop(), d.popleft(), d)
d.rotate(1)
print(d)
d.rotate(-2)
print(d, list(reversed(d)))
d.extend("ab")
d.extendleft("xy")
print(d, d.count("a"), d.index("b"))
d.remove("a")
d[1] = "changed"
print(d)
last = deque(maxlen=3)
for i in range(6):
    last.append(i)
print(last, last.maxlen, deque("abc") == deque("abc"))
last.appendleft(9)
print(last, list(last)[1:], sum(last))
d.clear()
print(d, bool(d))
for bad in (d.pop, d.popleft, lambda: d[0], lambda: d.remove(1)):
    try:
        bad()
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
d.insert(0, "i")
c = d.copy()
c += deque([1])
print(c, d)
