# set: first
# Generators: values on demand.

def countdown(n):
    print("starting")
    while n > 0:
        yield n
        n -= 1
    print("done")


for i in countdown(3):
    print(i)
g = countdown(1)
print("made")
print(next(g))
try:
    next(g)
except StopIteration:
    print("stopped")
print(next(g, "default"))


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(n, it):
    for _ in range(n):
        yield next(it)


print(list(take(10, fibonacci())))
f = fibonacci()
print([next(f) for _ in range(5)], next(f))


def evens(it):
    for x in it:
        if x % 2 == 0:
            yield x


print(sum(take(5, evens(fibonacci()))))
squares = (n * n for n in range(5))
print(next(squares), list(squares), list(squares))
print(max(len(w) for w in "the quick brown fox".split()))


def walk(tree):
    if isinstance(tree, list):
        for branch in tree:
            yield from walk(branch)
    else:
        yield tree


print(list(walk([1, [2, [3, 4], []], [[5]]])))
