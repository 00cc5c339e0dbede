# set: first
class Config:
    debug = False

    def __init__(self, **options):
        for k, v in options.items():
            setattr(self, k, v)

    def show(self):
        return sorted(vars(self).items())


c = Config(port=80, host="here")
print(c.show(), c.debug)
for name in ("port", "debug", "nope"):
    print(name, hasattr(c, name), getattr(c, name, None))
c.debug = True
print(Config.debug, c.debug, "debug" in c.__dict__)
delattr(c, "debug")
print(c.debug)
try:
    delattr(c, "nope")
except AttributeError:
    print("cannot delete")
c.__dict__["sneaky"] = 1
print(c.sneaky, [n for n in dir(c) if not n.startswith("_")])
m = getattr(c, "show")
print(m() == c.show(), callable(m))
try:
    getattr(c, "none")
except AttributeError as e:
    print(e)
print(getattr(getattr(c, "host"), "upper")(), getattr([3, 1], "sort")() is None)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


pts = [Point(i, i * i) for i in range(3)]
for attr in "xy":
    print([getattr(p, attr) for p in pts])
for p in pts:
    p.x, p.y = p.y, p.x
print([(p.x, p.y) for p in pts], vars(pts[2]))
try:
    (5).attribute = 1
except AttributeError as e:
    print(e)
try:
    None.x = 1
except AttributeError as e:
    print(e)
