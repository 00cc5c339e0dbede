# set: first
# When a generator that is left runs its finally block, and what close() may meet.


def numbers(name):
    try:
        for n in range(5):
            yield n
    finally:
        print("finally", name)


for n in numbers("break"):
    if n == 1:
        break
print("after break")


def returns_inside():
    for n in numbers("return"):
        if n == 1:
            return n


print(returns_inside())
for outer in numbers("outer"):
    for inner in numbers("inner %d" % outer):
        if inner == 1:
            break
    if outer == 1:
        break
for n in numbers("exhausted"):
    pass
else:
    print("else")
kept = numbers("kept")
for n in kept:
    break
print("still there", next(kept))
kept.close()
kept.close()
del_me = numbers("deleted")
next(del_me)
del del_me
print("after del")
none_me = numbers("set to None")
next(none_me)
none_me = None
print("after None")
never_begun = numbers("never begun")
del never_begun


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print("ignored")
            yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)


class Resource:
    def __init__(self, name):
        self.name = name
        print("made", name)

    def __del__(self):
        print("gone", self.name)


r = Resource("r")
del r
a = Resource("a")
b = a
del a
print("b still has it")
b = None
print("now it is gone")


def local_one():
    x = Resource("local")
    x = None
    print("end of the function")


local_one()
at_exit = Resource("left at the exit")
left = numbers("left at the exit")
next(left)
print("main ends")
