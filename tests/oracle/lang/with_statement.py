# set: first
# Context managers written as classes.

class Door:
    def __init__(self, name, forgive=False):
        self.name = name
        self.forgive = forgive

    def __enter__(self):
        print("open", self.name)
        return self

    def __exit__(self, kind, value, trace):
        print("close", self.name, None if kind is None else kind.__name__, value)
        return self.forgive


with Door("front") as d:
    print("inside", d.name)

with Door("a"), Door("b") as b:
    print("in both", b.name)

with Door("kind", forgive=True):
    raise ValueError("trip")
print("went on")

try:
    with Door("strict"):
        1 / 0
except ZeroDivisionError:
    print("it came out")


def leave():
    with Door("return"):
        return "value"


print(leave())
for i in range(3):
    with Door(i):
        if i == 1:
            break
with (Door("p") as x, Door("q") as y):
    print(x.name, y.name)
