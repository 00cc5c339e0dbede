# set: first
# Taking apart tuples, lists, strings, dicts and nested things.

a, b = 1, 2
a, b = b, a
print(a, b)
(c, d), e = [3, 4], "five"
print(c, d, e)
for i, (name, mark) in enumerate([("Ann", 90), ("Bob", 75)]):
    print(i, name, mark)
p = q = []
p.append(1)
print(q, p is q)
x, y, z = "abc"
print(x, y, z)
k, v = {"one": 1}.popitem()
print(k, v)
head, *_ = [1, 2, 3]
print(head, _)
[m, n] = (7, 8)
print(m + n)
i = 0
values = [10, 20, 30]
i, values[i] = 2, 99
print(i, values)
try:
    a, b = 1, 2, 3
except ValueError as e:
    print(e)
try:
    a, b, c = 1, 2
except ValueError as e:
    print(e)
try:
    a, *b, c, d = 1, 2
except ValueError as e:
    print(e)
try:
    a, b = 5
except TypeError as e:
    print(e)
