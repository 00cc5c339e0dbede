# set: first
# Seeded sequences are conch's own; their properties are everybody's.
import random

random.seed(42)
a = [random.random() for _ in range(5)]
b = [random.randint(1, 6) for _ in range(100)]
random.seed(42)
print(a == [random.random() for _ in range(5)], b == [random.randint(1, 6) for _ in range(100)])
print(all(0 <= x < 1 for x in a), set(b) == {1, 2, 3, 4, 5, 6})
items = list(range(10))
random.shuffle(items)
print(sorted(items), len(random.sample(range(100), 5)), len(set(random.sample(range(10), 10))))
print(random.choice("abc") in "abc", random.choice([7]), all(x in (0, 2, 4) for x in (random.randrange(0, 6, 2) for _ in range(50))))
print(all(1.5 <= random.uniform(1.5, 2) <= 2 for _ in range(50)), len(random.choices("ab", k=7)), random.randrange(1))
print(len(random.choices([1, 2], weights=[1, 0], k=5)), set(random.choices([1, 2], weights=[1, 0], k=20)))
g = random.Random(7)
h = random.Random(7)
print(g.random() == h.random(), g.randint(0, 10 ** 6) == h.randint(0, 10 ** 6))
mean = sum(random.gauss(0, 1) for _ in range(2000)) / 2000
print(abs(mean) < 0.2, random.getrandbits(8) < 256)
for bad in (lambda: random.choice([]), lambda: random.sample([1], 2), lambda: random.randint(2, 1)):
    try:
        bad()
    except (IndexError, ValueError) as e:
        print(type(e).__name__)
