# set: first
n = 3
g = (i * n for i in range(3))
n = 10
print(list(g))                  # n is looked up late, range(3) was evaluated early
print(sum(i * i for i in range(4)), max((len(w), w) for w in "a bbb cc".split()))
print(tuple(x for x in "abc"), set(x % 2 for x in range(5)) == {0, 1}, dict((c, ord(c)) for c in "ab"))
print(",".join(str(i) for i in range(3)))
print(any(x > 2 for x in [1, 2, 3]), all(x > 2 for x in []), next((x for x in [4, 5] if x > 9), None))
a = (x for x in [1, 2, 3])
b = (y * 10 for y in a)
print(next(b), next(a), list(b))


def noisy(x):
    print("computing", x)
    return x


lazy = (noisy(i) for i in range(3))
print("made")
print(next(lazy))
print(2 in lazy)
print(list(lazy))
print(sorted((w[::-1] for w in ["ab", "ca"]), reverse=True))
print([*(i for i in range(2))], list(zip((i for i in "ab"), (i for i in range(9)))))
nested = (((i, j) for j in range(2)) for i in range(2))
print([list(x) for x in nested])
