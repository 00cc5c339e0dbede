# set: first
# *args and **kwargs, at definitions and at calls.

def show(*args, **kwargs):
    print(args, kwargs)


show()
show(1, 2)
show(a=1, b=2)
show(1, *[2, 3], *(4,), k="v", **{"w": 5})


def mixed(a, b=2, *rest, key, other="o", **more):
    return a, b, rest, key, other, more


print(mixed(1, key=0))
print(mixed(1, 5, 6, 7, key=0, other=1, extra=2))
try:
    mixed(1)
except TypeError as e:
    print(e)
try:
    mixed(1, a=2, key=3)
except TypeError as e:
    print(e)


def forward(f, *args, **kwargs):
    return f(*args, **kwargs)


print(forward(max, 3, 9, 4))
print(forward(sorted, [3, 1, 2], reverse=True))
first, *middle, last = range(6)
print(first, middle, last)
*init, tail = "xyz"
print(init, tail)
print([*range(3), *"ab"], (*[1], 2), {**{"a": 1}, "b": 2})
