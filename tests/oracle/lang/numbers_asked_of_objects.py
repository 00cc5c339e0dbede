# set: first
# Where a builtin wants a number, an object with __index__ or __float__ will do, and is asked once.
import collections
import heapq
import itertools
import math
import operator
import random
import struct
from decimal import Decimal
from fractions import Fraction


class X:
    def __init__(self, n=3):
        self.n = n

    def __index__(self):
        return self.n

    def __repr__(self):
        return f"X({self.n})"


class F:
    def __float__(self):
        return 2.25


class Loud:
    def __index__(self):
        print("asked")
        return 1


class Wrong:
    def __index__(self):
        return "1"


def show(compute):
    try:
        print(compute())
    except Exception as e:
        print(type(e).__name__, e)


x = X()
show(lambda: range(x))
show(lambda: list(range(X(1), X(9), X(2))))
show(lambda: chr(X(65)))
show(lambda: hex(x))
show(lambda: bin(x))
show(lambda: oct(x))
show(lambda: round(3.14159, x))
show(lambda: [1]*x)
show(lambda: x*[1])
show(lambda: "ab"*x)
show(lambda: x*"ab")
show(lambda: b"ab"*x)
show(lambda: [0,1,2,3,4][x])
show(lambda: [0,1,2,3,4][x:])
show(lambda: "abcdef"[x])
show(lambda: "abcdef"[X(1):X(4)])
show(lambda: (1,2,3,4)[x])
show(lambda: b"abcdef"[x])
show(lambda: range(10)[x])
show(lambda: [0,1,2,3,4].pop(x))
show(lambda: (lambda l: (l.insert(x, 9), l))([0,1,2,3,4]))
show(lambda: "ab".center(X(7)))
show(lambda: "ab".ljust(X(7)) + "|")
show(lambda: "7".zfill(x))
show(lambda: "a b c d e".split(" ", x))
show(lambda: "a b c d e".split(maxsplit=x))
show(lambda: "aXaXaXaXaX".replace("a", "b", x))
show(lambda: "aXaXaXaXaX".find("a", x))
show(lambda: "aXaXaXaXaX".count("a", x))
show(lambda: "aXaXaXaXaX".index("a", x))
show(lambda: "abcdef".startswith("d", x))
show(lambda: [1,2,3,1,2,3].index(1, X(1)))
show(lambda: "a\tb".expandtabs(x))
show(lambda: int(x))
show(lambda: float(x))
show(lambda: bytes(x))
show(lambda: bytearray(x))
show(lambda: (5).to_bytes(x, "big"))
show(lambda: math.factorial(x))
show(lambda: math.comb(X(5), x))
show(lambda: math.perm(X(5), x))
show(lambda: math.gcd(X(12), X(18)))
show(lambda: math.lcm(X(4), X(6)))
show(lambda: math.isqrt(X(17)))
show(lambda: math.sqrt(X(16)))
show(lambda: math.ldexp(1.0, x))
show(lambda: list(itertools.islice(range(10), x)))
show(lambda: list(itertools.islice(range(10), X(2), X(8), X(2))))
show(lambda: list(itertools.repeat(1, x)))
show(lambda: list(itertools.combinations(range(4), x)))
show(lambda: list(enumerate("ab", x)))
show(lambda: collections.deque([1,2,3,4,5], x))
show(lambda: (lambda d: (d.rotate(x), d))(collections.deque([1,2,3,4,5])))
show(lambda: collections.deque([1,2,3,4,5])[x])
show(lambda: "%d" % x)
show(lambda: "%x" % x)
show(lambda: "%s" % (x.n))
show(lambda: "%c" % X(65))
show(lambda: "%*d" % (5, 3))
show(lambda: format(X(5), "") != "")
show(lambda: int("11", X(2)))
show(lambda: pow(2, 5, 7))
show(lambda: operator.index(x))
show(lambda: slice(x).indices(5))
show(lambda: slice(0, 10).indices(x))
show(lambda: x in [3])
show(lambda: random.seed(1) or random.randrange(X(1), X(2)))
show(lambda: random.choices([1], k=x))
show(lambda: heapq.nsmallest(x, [5,4,3,2,1]))
show(lambda: struct.pack("<i", x))
show(lambda: 1 << 3)
show(lambda: True if [0]*x else False)
show(lambda: [*range(x)][X(-1)])
show(lambda: {3: 1}.get(x))
show(lambda: "abc".encode()[x:])
show(lambda: list(map(str, range(x))))
show(lambda: bytearray(b"abcdef")[x])
show(lambda: (lambda b: (b.insert(x, X(65)), b))(bytearray(b"abcdef")))
show(lambda: (lambda b: (b.append(X(65)), b))(bytearray(b"abc")))
show(lambda: (lambda l: (l.__setitem__(x, 9), l))([0,1,2,3,4]))
show(lambda: (lambda l: (l.__delitem__(x), l))([0,1,2,3,4]))
show(lambda: (lambda l: (l.__setitem__(slice(x, None), [7]), l))([0,1,2,3,4]))
show(lambda: list("abcdefg"[::X(2)]))
show(lambda: sum([1], 3))
show(lambda: max(range(x)))
show(lambda: range(10).index(x))
show(lambda: range(10).count(x))
show(lambda: x in range(5))
show(lambda: "a,b,c,d,e".rsplit(",", x))
show(lambda: "abcabc".rfind("a", X(0), X(3)))
show(lambda: "x".join([str(k) for k in range(x)]))
show(lambda: b"abcabc".find(X(99)))
show(lambda: b"abc".hex("-", X(2)))
show(lambda: "{:{}}".format("a", 4))
show(lambda: isinstance(x, int))
show(lambda: [1,2,3].__getitem__(X(1)))
show(lambda: f"{3:0{5}d}")
show(lambda: collections.Counter([1,1,2]).most_common(X(1)))
show(lambda: math.sqrt(Fraction(1,4)))
show(lambda: math.sqrt(Decimal(4)))
show(lambda: math.sqrt(F()))
show(lambda: math.sin(F()))
show(lambda: math.atan2(F(), 1))
show(lambda: math.hypot(F(), F()))
show(lambda: math.pow(F(), Fraction(1,2)))
show(lambda: math.isclose(F(), 2.25))
show(lambda: math.isnan(F()))
show(lambda: math.log(Fraction(1,2)))
show(lambda: math.log(8, F()))
show(lambda: math.fsum([F(), 1]))
show(lambda: math.floor(F()))
show(lambda: math.degrees(F()))
show(lambda: math.ldexp(F(), 2))
show(lambda: math.fmod(F(), 1))
show(lambda: math.dist([F()], [0]))
show(lambda: math.modf(F()))
show(lambda: math.copysign(F(), -1))
show(lambda: math.trunc(F()))
show(lambda: math.prod([F()]))
show(lambda: "%.2f" % F())
show(lambda: "%.2f" % Fraction(1,3))
show(lambda: round(F()))
show(lambda: float(F()))
show(lambda: math.sqrt("x"))
show(lambda: math.sqrt(None))
show(lambda: [1, 2, 3].pop(Loud()))
show(lambda: [1, 2].insert(Loud(), X()))
show(lambda: "a,b,c".split(",", maxsplit=Loud()))
show(lambda: range(Wrong()))
show(lambda: [1].pop(Wrong()))
show(lambda: list(map(chr, [X(65), X(66)])))
show(lambda: sorted([X(3), X(1), X(2)], key=math.sqrt))
show(lambda: list(map(math.sqrt, [F(), Decimal(4), Fraction(9, 4)])))
show(lambda: (lambda items: (items.insert(X(0), X(7)), items))([1]))
show(lambda: range("3"))
show(lambda: "a".center(None))
show(lambda: [1].pop("x"))
