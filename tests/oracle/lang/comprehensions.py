# set: first
# Comprehensions of all four kinds and their scope.

print([x * x for x in range(6)])
print([x for x in range(20) if x % 3 == 0 if x % 2])
print([(a, b) for a in "ab" for b in range(2)])
print([[row * col for col in range(3)] for row in range(3)])
print({w: len(w) for w in ["one", "three", "five"]})
print(sorted({c for c in "mississippi"}))
print(sum(n for n in range(10)))
print({v: k for k, v in {"a": 1, "b": 2}.items()})
x = "outside"
print([x for x in range(3)], x)
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(col) for col in zip(*matrix)])
print([n for row in matrix for n in row])
names = ["Ann", "bob", "Cy"]
print([n.upper() if len(n) > 2 else n.lower() for n in names])


def f():
    k = 3
    return [i * k for i in range(4)]


print(f())
print([y for y in [z + 1 for z in range(3)]])
fs = [lambda: i for i in range(3)]
print([g() for g in fs])
print([a or b for a, b in [(0, 1), (2, 3)]])
print(any(c.isdigit() for c in "ab3"), all(c.isalpha() for c in "ab3"))
