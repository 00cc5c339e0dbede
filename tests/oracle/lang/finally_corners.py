# set: first
# finally with return, break, continue, raise and nesting.

def loops():
    out = []
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append("f%d" % i)
    return out


print(loops())


def value_is_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


print(value_is_kept())


def replaced():
    try:
        raise ValueError("lost")
    finally:
        return "no error comes out"


print(replaced())


def order():
    print("1")
    try:
        print("2")
        try:
            print("3")
            raise KeyError("k")
        except IndexError:
            print("never")
        else:
            print("never either")
        finally:
            print("4")
    except KeyError:
        print("5")
        return "6"
    finally:
        print("5.5")


print(order())


def gen():
    try:
        yield 1
        yield 2
    finally:
        print("generator cleaned")


for v in gen():
    print(v)
    break
g = gen()
next(g)
g.close()


def else_raises():
    try:
        try:
            pass
        except ValueError:
            print("not here")
        else:
            raise ValueError("from else")
        finally:
            print("inner finally")
    except ValueError as e:
        return e


print(else_raises())


def nested_return():
    for i in range(3):
        try:
            try:
                return "inner %d" % i
            finally:
                if i < 2:
                    continue
        finally:
            print("outer finally", i)


print(nested_return())
