# set: first
# Errors that come out of methods, properties, iterators, keys and comparisons.

class Moody:
    def __len__(self):
        return -1

    def __eq__(self, other):
        raise ValueError("do not compare me")

    def __str__(self):
        raise KeyError("no words")

    def __iter__(self):
        raise TypeError("do not loop over me")

    def __getitem__(self, k):
        raise LookupError("no item %r" % (k,))

    def __call__(self):
        raise RuntimeError("do not call me")

    @property
    def p(self):
        raise AttributeError("no p today")

    def __enter__(self):
        raise OSError("closed")

    def __exit__(self, *a):
        pass

    def __hash__(self):
        raise TypeError("no hash")


m = Moody()


def use_with():
    with m:
        pass


for name, act in [("len", lambda: len(m)), ("eq", lambda: m == 1), ("str", lambda: str(m)), ("list", lambda: list(m)),
                  ("item", lambda: m[1, 2]), ("call", lambda: m()), ("p", lambda: m.p), ("with", use_with),
                  ("hash", lambda: {m: 1}), ("in list", lambda: 1 in [m]), ("format", lambda: f"{m}"),
                  ("sort", lambda: sorted([m, m], key=lambda x: x())), ("print", lambda: print(m)),
                  ("map", lambda: list(map(lambda x: x(), [m]))), ("bool", lambda: bool(m)),
                  ("star", lambda: print(*m)), ("unpack", lambda: (lambda a, b: 0)(*m)), ("index", lambda: [m].index(2)),
                  ("join", lambda: "".join(m)), ("hasattr", lambda: hasattr(m, "p")), ("count", lambda: [m].count(3))]:
    try:
        print(name, "gave", act())
    except Exception as e:
        print(name, type(e).__name__, e)
