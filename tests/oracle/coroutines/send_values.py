# set: first
# send: the yield becomes an expression.

def averager():
    total = 0
    count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            return total, count
        total += value
        count += 1
        average = total / count


g = averager()
print(next(g))
print(g.send(10), g.send(20), g.send(60))
try:
    g.send(None)
except StopIteration as e:
    print("result", e.value)


def echo():
    got = yield "ready"
    while got != "stop":
        got = yield got.upper()
    yield "bye"


g = echo()
print(next(g), g.send("one"), g.send("two"), g.send("stop"), next(g, "over"))
g = echo()
try:
    g.send("too early")
except TypeError as e:
    print(e)
