# set: first
# What lists can do.

a = [3, 1, 2]
a.append(5)
a.extend([4, 6])
a.insert(0, 9)
a.insert(-1, 8)
print(a, len(a))
print(a.pop(), a.pop(0), a)
a.remove(8)
print(a, a.index(5), a.count(3), 5 in a, 7 not in a)
a.sort()
print(a)
a.sort(reverse=True)
print(a)
a.reverse()
print(a, sum(a), min(a), max(a))
b = a.copy()
b.clear()
print(a, b)
words = ["pear", "fig", "apple", "kiwi"]
words.sort(key=len)
print(words)
print(sorted(words), sorted(words, key=lambda w: w[-1]), sorted([(2, "b"), (1, "z"), (2, "a")]))
print([1, 2] + [3], [0] * 3, [1, 2] == [1, 2], [1, 2] < [1, 3], [] < [0])
print(list(reversed(a)), list(enumerate("ab", 1)), list(zip([1, 2, 3], "ab")))
nested = [[0] * 2] * 2
nested[0][0] = 1
print(nested)
a += [7]
print(a)
del a[0]
print(a)
for wrong in (lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1][5]):
    try:
        wrong()
    except (IndexError, ValueError) as e:
        print(type(e).__name__, e)
print(list(map(str, a)), list(filter(None, [0, 1, "", "x"])), any([]), all([]))
