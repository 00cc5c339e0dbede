# set: first
# scope: beyond
import copy

a = {"list": [1, [2, 3]], "n": 5}
b, c = copy.copy(a), copy.deepcopy(a)
a["list"][1].append(4)
a["n"] = 6
print(b, c)


class Node:
    def __init__(self, v, next=None):
        self.v, self.next = v, next


n = Node(1, Node(2))
s, d = copy.copy(n), copy.deepcopy(n)
n.next.v = 99
print(s.next.v, d.next.v, s is n, copy.copy(5), copy.deepcopy("x"))
loop = [1]
loop.append(loop)
x = copy.deepcopy(loop)
print(x[0], x[1] is x, x is not loop)
