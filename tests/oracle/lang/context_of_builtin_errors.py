# set: first
# What a builtin raises has as its context what the program is handling, and nothing of how the builtin is made.
import collections
import functools


def told(work):
    try:
        try:
            raise KeyError(1)
        except KeyError:
            work()
    except Exception as e:
        print(repr(e), repr(e.__context__), e.__suppress_context__)
    try:
        work()
    except Exception as e:
        print(repr(e.__context__), e.__suppress_context__)


def unpack():
    a, b = 5


def unpack_starred():
    a, *b = None


def loop():
    for x, y in [1]:
        pass


class Plain:
    pass


class Odd:
    def __eq__(self, other):
        return NotImplemented

    def __repr__(self):
        return "Odd()"


class Whole(int):
    pass


told(unpack)
told(unpack_starred)
told(loop)
told(lambda: sorted([f"{k}{m}" for k, m in list(iter([1, 2]))], key=str.lower))
told(lambda: dict([Plain()]))
told(lambda: dict([1]))
told(lambda: "".join(Plain()))
told(lambda: bytes(Plain()))
told(lambda: functools.reduce(max, Plain()))
told(lambda: open(Plain()))
told(lambda: [1].index(Plain()))
told(lambda: [1].index(Odd()))
told(lambda: (1,).index(Odd()))
told(lambda: collections.deque([1]).index(Odd()))
told(lambda: range(3).index(Odd()))
told(lambda: [1].remove(Odd()))
told(lambda: collections.deque([1]).remove(Odd()))
told(lambda: int(Plain()))
told(lambda: float("x"))
told(lambda: max(Plain()))
told(lambda: zip([1], Plain()))
told(lambda: list(zip([1], [1, 2], strict=True)))
told(lambda: {}[Plain])
told(lambda: set([[]]))
told(lambda: sum(["a"]))
told(lambda: next(iter([])))
told(lambda: iter(Plain()))
told(lambda: reversed(Plain()))
told(lambda: reversed(Whole(3)))
told(lambda: len(Plain()))
told(lambda: Plain() + 1)
told(lambda: Plain() < 1)
told(lambda: -Plain())
told(lambda: Plain()[0])
told(lambda: Plain().x)
told(lambda: getattr(Plain(), "x"))
told(lambda: "%d" % Plain())
told(lambda: "{:d}".format("a"))
told(lambda: f"{Plain():>5}")
told(lambda: "{} {}".format(1))
told(lambda: "{x}".format_map({}))
told(lambda: round(Plain()))
told(lambda: abs(Plain()))
told(lambda: pow("a", 2))
told(lambda: sorted([Plain(), Plain()]))
told(lambda: min([]))
told(lambda: "abc".index("x"))
told(lambda: [].pop())
told(lambda: {}.popitem())
told(lambda: set().pop())
told(lambda: set().remove(1))
told(lambda: "%x" % Plain())
told(lambda: "%c" % Plain())
told(lambda: "%.1f" % Plain())
told(lambda: "%s %i" % (Plain, Plain()))
told(lambda: isinstance(1, 2))
told(lambda: super(Plain, 1))
told(lambda: with_plain())
told(lambda: Plain()())
told(lambda: object.__new__(1))
told(lambda: chr(-1))
told(lambda: ord("ab"))
told(lambda: int("x", 5))
told(lambda: print(*5))
told(lambda: dict(**5))


def with_plain():
    with Plain():
        pass


told(with_plain)
