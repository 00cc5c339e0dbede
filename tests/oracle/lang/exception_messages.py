# set: first
# How ordinary mistakes are told.

class Thing:
    def __repr__(self):
        return "<thing>"


things = [1, 2, 3]
mistakes = [
    lambda: undefined_name,
    lambda: things[10],
    lambda: {"a": 1}["b"],
    lambda: int("abc"),
    lambda: "5" + 5,
    lambda: 5 + "5",
    lambda: [1] + (2,),
    lambda: None + 1,
    lambda: Thing().missing,
    lambda: (5).missing,
    lambda: things.push(1),
    lambda: None.x,
    lambda: len(5),
    lambda: 1 < "a",
    lambda: for_in(5),
    lambda: things["0"],
    lambda: "abc"[1.5],
    lambda: (1, 2)[5],
    lambda: "a" * "b",
    lambda: -"a",
    lambda: {}[[]],
    lambda: float("x"),
    lambda: chr(-1),
    lambda: ord("ab"),
    lambda: "a".join([1]),
    lambda: "x" in 5,
    lambda: 5 in "x",
    lambda: sum(["a"]),
    lambda: max([]),
    lambda: next(iter([])),
    lambda: int([]),
    lambda: dict([1]),
    lambda: list(5),
    lambda: isinstance(1, 5),
    lambda: Thing() < Thing(),
    lambda: Thing()[0],
    lambda: len(Thing()),
    lambda: "%d" % "x",
    lambda: abs("x"),
    lambda: round("x"),
]


def for_in(x):
    for i in x:
        pass


for mistake in mistakes:
    try:
        mistake()
        print("no error?")
    except Exception as e:
        print(type(e).__name__ + ":", e)
