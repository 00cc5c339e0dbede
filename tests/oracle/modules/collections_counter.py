# set: first
from collections import Counter

c = Counter("abracadabra")
print(c, c["a"], c["z"], len(c), sum(c.values()))
print(c.most_common(2), sorted(c), sorted(c.elements())[:6])
c.update("zz")
c["q"] += 5
print(c.most_common(1), c["z"])
c.subtract({"a": 3})
print(c["a"])
a, b = Counter(x=3, y=1), Counter(x=1, y=2)
print(a + b, a - b, a & b, a | b, a == Counter({"x": 3, "y": 1}))
print(Counter("the cat the dog the end".split()).most_common(), dict(Counter([1, 1, 2])))
del c["q"]
print("q" in c, Counter(), Counter([]).most_common(3), +Counter(a=1, b=-1), a.total())
words = Counter()
for w in ["red", "blue", "red"]:
    words[w] += 1
print(words, isinstance(words, dict), max(words, key=words.get))
for n in "", 1, 0, -1, 5, 2.0:
    for counted in words, Counter(), Counter({"a": 1, "b": "c"}):
        try:
            print(n, counted.most_common(n))
        except TypeError as e:
            print(n, e)
