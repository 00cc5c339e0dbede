# set: first
def attempts(values):
    for v in values:
        try:
            if v == "skip":
                continue
            if v == "stop":
                break
            print(v, 10 // v)
        except ZeroDivisionError:
            print(v, "zero")
        except TypeError as e:
            print(v, "type")
            continue
        else:
            print(v, "else")
        finally:
            print(v, "finally")
    else:
        print("loop else")
    print("after")


attempts([1, 0, "skip", None])
attempts([5, "stop", 1])


def numbers():
    i = 0
    while True:
        i += 1
        try:
            if i % 2:
                raise ValueError(i)
            yield i
        except ValueError as e:
            yield "odd %s" % e
        if i == 4:
            return


print(list(numbers()))


def depth(n):
    try:
        if n == 0:
            raise KeyError("bottom")
        depth(n - 1)
    except KeyError as e:
        if n < 2:
            raise
        return "caught at %d" % n
    finally:
        print("unwinding", n)
    return "quiet"


print(depth(3))
errors = []
for f in (int, float, len, abs):
    for arg in ("x", 5):
        try:
            f(arg)
        except (ValueError, TypeError) as e:
            errors.append((f.__name__, arg, type(e).__name__))
print(errors)
e = "outer name"
try:
    raise ValueError
except ValueError as e:
    pass
try:
    print(e)
except NameError:
    print("e was deleted")
while True:
    try:
        while True:
            try:
                raise IndexError
            finally:
                print("inner")
    except IndexError:
        print("outer")
        break
