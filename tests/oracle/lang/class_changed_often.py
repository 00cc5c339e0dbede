# set: first
# What was known of a class counts no more once it has been changed, however often that was: a property comes before an
# attribute of its instances, and a slot that has been taken stays so.
class Box:
    times = 0

    def __init__(self):
        self.x = 1


def read(b):
    return b.x


def write(b):
    b.x = 5
    return b.__dict__


def make():
    b = Box()
    return b.__dict__


for changes in (1, 1000, 32768, 65536):
    class Box:
        times = 0

        def __init__(self):
            self.x = 1

    b = Box()
    told = [read(b), dict(write(b)), dict(make())]
    for i in range(changes - 1):
        Box.times += 1
    Box.x = property(lambda self: "from the class", lambda self, v: told.append(v))
    told += [read(b), dict(write(b)), dict(make()), Box.times]
    print(changes, told)
