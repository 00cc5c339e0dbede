# set: first
from collections import OrderedDict, deque, namedtuple

recent = deque(maxlen=3)
for word in "one two three four five".split():
    recent.append(word)
print(list(recent), recent[0], "two" in recent)
ring = deque("abcd")
for _ in range(2):
    ring.rotate(-1)
    print(ring[0], end=" ")
print("".join(ring))


def josephus(n, k):
    circle = deque(range(1, n + 1))
    out = []
    while circle:
        circle.rotate(-(k - 1))
        out.append(circle.popleft())
    return out


print(josephus(7, 3), josephus(1, 5))


def tail(lines, n=2):
    return list(deque(lines, n))


print(tail(["a", "b", "c"]), tail([], 3))
Edge = namedtuple("Edge", "a b w")
edges = [Edge("x", "y", 3), Edge("y", "z", 1)]
print(sorted(edges, key=lambda e: e.w)[0].b, sum(e.w for e in edges), edges[0]._replace(w=9))
d = OrderedDict()
for k in "cab":
    d[k] = ord(k)
d.move_to_end("c")
print(list(d), d.popitem(), list(reversed(d)))
