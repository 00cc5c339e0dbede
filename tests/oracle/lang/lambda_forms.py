# set: first
f = lambda: "nothing"
g = lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw)
print(f(), g(1), g(1, 5, 6, k=7, z=8))
print((lambda x: x * x)(7))
print([h(3) for h in (lambda n: n + 1, lambda n: n * n, lambda n: "%d!" % n)])
print(f.__name__)
table = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}
for sign in "+-":
    print(sign, table[sign](8, 5))
print((lambda *a: sum(a))(1, 2, 3), (lambda **k: sorted(k))(b=1, a=2))
print(sorted("bca", key=lambda c: -ord(c)))
fact = lambda n: 1 if n == 0 else n * fact(n - 1)
print(fact(6))
print((lambda x: (lambda y: x + y))(1)(2))
print(list(map(lambda a, b: a * b, [1, 2, 3], [4, 5, 6])))
cond = lambda x: "even" if x % 2 == 0 else "odd"
print(cond(3), cond(4))
