# set: first
# Two generators that feed each other; closing order; a generator in a for over itself.

def ping():
    ball = yield "ready"
    while True:
        ball = yield ball + 1


def rally(a, b, n):
    next(a)
    next(b)
    ball = 0
    for i in range(n):
        player = a if i % 2 == 0 else b
        ball = player.send(ball)
        print("hit", ball, "by", "ab"[i % 2])


rally(ping(), ping(), 4)


def numbers():
    n = 0
    while True:
        jump = yield n
        n = n + 1 if jump is None else jump


g = numbers()
out = []
for n in g:
    out.append(n)
    if n == 2:
        out.append(g.send(10))
    if n > 12:
        break
print(out)


def merge(*gens):
    waiting = [(next(g), i, g) for i, g in enumerate(gens)]
    while waiting:
        waiting.sort(key=lambda w: w[:2])
        value, i, g = waiting.pop(0)
        yield value
        try:
            waiting.append((next(g), i, g))
        except StopIteration:
            pass


print(list(merge(iter([1, 4, 9]), (x for x in (2, 3)), iter(range(5, 7)))))
