# set: first
# Names that are not there, in their varieties.

def a():
    print(later)


def b():
    if False:
        v = 1
    return v


def c():
    for k in []:
        pass
    return k


def d():
    del nothing
    nothing = 1


def e():
    def inner():
        nonlocal_var += 1
        nonlocal_var = 0
    inner()


def f():
    with open("x.txt", "w") as fh:
        pass
    return fh.closed


for fn in (a, b, c, d, e):
    try:
        fn()
        print("fine?")
    except UnboundLocalError as err:
        print("UnboundLocalError", err)
    except NameError as err:
        print("NameError", err)
print(f())
later = "now it is there"
a()
x = 10


def g():
    try:
        x += 1
    except UnboundLocalError:
        return "must be declared global"


print(g(), x)


class C:
    y = 1

    def m(self):
        return y


try:
    C().m()
except NameError as err:
    print(err)
