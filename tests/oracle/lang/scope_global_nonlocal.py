# set: first
# Which name is meant where: local, enclosing, global, builtin.

x = "global"


def read_only():
    return x


def local_one():
    x = "local"
    return x


def change_global():
    global x, created
    x = "changed"
    created = "made inside"


def outer():
    x = "enclosing"

    def middle():
        def inner():
            nonlocal x
            x = "changed by inner"
        inner()
        return x

    before = x
    result = middle()
    return before, result, x


print(read_only(), local_one(), x)
print(outer())
change_global()
print(x, created)


def too_early():
    try:
        print(y)
        y = 1
    except UnboundLocalError as e:
        print(type(e).__name__)


y = 5
too_early()
try:
    print(nowhere)
except NameError as e:
    print(e)


def shadow(len):
    return len * 2


print(shadow(4), len("four"))
