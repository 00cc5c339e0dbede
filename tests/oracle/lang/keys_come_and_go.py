# set: first
# Keys that are removed and put back many times keep the order of insertion; powers and very small floats.
d = {}
removed = 0
for i in range(20000):
    key = i * 7919 % 257
    d[key] = d.get(key, 0) + 1
    if key in d and i % 3 == 0:
        del d[key]
        removed += 1
print(len(d), removed, sum(d.values()), list(d)[:12])
print([k for k in range(260) if k not in d][:10], sum(k in d for k in range(260)))

words = ["w%d" % (i % 50) for i in range(600)]
seen, d = set(), {}
for i, word in enumerate(words):
    if i % 7 == 3:
        seen.discard(word)
        d.pop(word, None)
    else:
        seen.add(word)
        d[word] = i
print(sorted(seen) == sorted(d), list(d.items())[:5], all(w in d for w in seen))

d = {n: n for n in range(40)}
for n in range(0, 40, 2):
    del d[n]
for n in range(38, -1, -2):
    d[float(n)] = "again"
print(list(d), d[6], 6 in d, 6.0 in d, len(d))
for n in range(40):
    del d[n]
print(d, 3 in d, d.get(3))
d[3] = "back"
print(d)
small = [x ** y for x in (0.25, 2.0, 1e-200, 9.0) for y in (0.5, -1.0, 0.0, 3.5)]
print(small, 0.0 ** 0.5, (-8.0) ** 2.0, 1e300 ** 0.5)
for base, power in ((0.0, -0.5), (1e300, 2.5)):
    try:
        print(base ** power)
    except (ZeroDivisionError, OverflowError) as e:
        print(type(e).__name__, e)
x = 1.0
for i in range(700):
    x *= 0.5
print(x, x * 2.0 + 1.0, 1 / x, x - 1, 3 * x, x < 1e-200, -x)
