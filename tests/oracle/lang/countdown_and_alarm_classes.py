# set: first
# Context managers, generators and exceptions together.
class Resource:
    open_count = 0

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        Resource.open_count += 1
        return self

    def __exit__(self, kind, value, trace):
        Resource.open_count -= 1
        if kind is None:
            print(self.name, "closed")
        else:
            print(self.name, "closed after", kind.__name__)

    def lines(self, n):
        for i in range(n):
            if i == 3:
                raise EOFError("no more lines in " + self.name)
            yield "%s line %d" % (self.name, i)


def read(name, n):
    with Resource(name) as r:
        for line in r.lines(n):
            yield line


print(list(read("short", 2)), Resource.open_count)
try:
    for line in read("long", 5):
        print(line)
except EOFError as e:
    print("error:", e, Resource.open_count)
g = read("left", 3)
print(next(g), Resource.open_count)
g.close()
print(Resource.open_count)


def total(*names):
    try:
        return sum(len(list(read(n, 4))) for n in names)
    except EOFError:
        return -1
    finally:
        print("counted", names)


print(total("a", "b"), Resource.open_count)
