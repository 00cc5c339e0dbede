# set: first
# try, except, else, finally: which block runs when.

def check(action):
    try:
        result = action()
    except ZeroDivisionError:
        print("  zero")
        result = None
    except (ValueError, TypeError) as e:
        print(" ", type(e).__name__, e)
        result = None
    else:
        print("  fine")
    finally:
        print("  finally")
    return result


for number, action in enumerate([lambda: 10 / 4, lambda: 1 / 0, lambda: int("x1"), lambda: "a" + 1]):
    print(number)
    print(check(action))


def early():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                return "returned " + str(i)
            print("body", i)
        finally:
            print("cleanup", i)


print(early())


def overridden():
    try:
        return "try"
    finally:
        return "finally"


print(overridden())


def swallowed():
    while True:
        try:
            raise KeyError("lost")
        finally:
            break
    return "went on"


print(swallowed())
try:
    try:
        {}["k"]
    except IndexError:
        print("never")
    finally:
        print("inner finally")
except KeyError as e:
    print("outer", e, e.args)
try:
    e
except NameError:
    print("e is gone")
