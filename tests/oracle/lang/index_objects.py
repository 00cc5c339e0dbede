# set: first
# Objects with __index__ as indices and bounds; comparisons that a subclass of int has from int.
import itertools


class At:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


print("abc"[At(1):], [1, 2, 3][:At(2)], (1, 2, 3)[::At(2)], range(10)[At(3):], b"abc"[At(0):At(1)], "abc"[At(1)])
numbers = [1, 2, 3, 4]
numbers[At(0):At(2)] = [9]
print(numbers)
del numbers[At(0):At(1)]
print(numbers)
text = bytearray(b"abcd")
text[At(1):] = b"z"
print(text, "abcdef"[slice(None, None, At(-1))])
pair = (1, 2)
print(pair[:] is pair, pair[0:9] is pair, pair[::-1])
print(slice(At(1), None, At(2)).indices(10), slice(None, 3).indices(At(5)))
for sequence in "abc", [1], (1,), b"a", range(3):
    for wrong in At(None), "x", 1.5:
        try:
            print(sequence[wrong:])
        except TypeError as e:
            print(type(sequence).__name__, e)
for repeat in None, "x", 1.5, -1, True, 0:
    try:
        print(list(itertools.product("ab", repeat=repeat)))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class Odd(int):
    def __lt__(self, other):
        return "asked"


class Refuses(int):
    def __lt__(self, other):
        return NotImplemented

    def __gt__(self, other):
        return "swapped"


odd = Odd(0)
print(odd > odd, odd < odd, odd <= odd, 5 > odd, 5 < odd, odd > 5)
print(Refuses(1) < Refuses(2), Refuses(1) < 2, 1 < Refuses(2))


class Word(str):
    def __gt__(self, other):
        return "gt"


print(Word("a") < Word("b"), Word("a") > Word("b"), "a" < Word("b"), "a" > Word("b"))


class Pair(tuple):
    pass


try:
    (0, 0) < Pair((0, ""))
except TypeError as e:
    print(e)
print((0, 1) < Pair((0, 2)), Pair((1, 2)) == (1, 2), (1, 2) != Pair((1, 3)))
