# set: first
# __del__ runs when the last name for an object goes: by del, by None, by the end of a function.


class Handle:
    def __init__(self, name):
        self.name = name
        print("open", name)

    def __del__(self):
        print("close", self.name)


def ends():
    handle = Handle("a")
    print("in the function")


ends()
print("after it")


def gives():
    handle = Handle("b")
    return handle


mine = gives()
print("have", mine.name)
mine = None
print("gone")
mine = gives()
del mine
print("deleted")


def raises():
    handle = Handle("c")
    raise ValueError("with it")


def handles():
    try:
        raises()
    except ValueError as e:
        print("caught", e)
    print("after the handler")


handles()


def deep(n):
    handle = Handle(n)
    if n < 3:
        deep(n + 1)
    print("back in", n)


deep(1)
keep = []


def stores():
    keep.append(Handle("stored"))


stores()
print("still there:", keep[0].name)


class Child(Handle):
    def __del__(self):
        print("child first")
        super().__del__()


def ends_with_a_child(n=1, *rest):
    child = Child("d")


ends_with_a_child()
ends_with_a_child(1, 2, 3)
print("at the end of the program, the rest")
