import sys


def told(e):
    return type(e).__name__ + (" << " + told(e.__context__) if e.__context__ else "")


def after(how):
    """What an exception raised in the finally of a handler that is left has as its context."""
    for turn in range(1):
        try:
            try:
                {}["no"]
            except KeyError as e:
                if how == "return":
                    return 1
                if how == "break":
                    break
                if how == "continue":
                    continue
                if how == "raise":
                    raise TypeError from None
            finally:
                print(how, "finally:", sys.exc_info()[0])
                try:
                    int("x")
                except ValueError as e:
                    print(how, told(e))
        except TypeError as e:
            print(how, "outside", told(e))


for how in "return", "break", "continue", "raise", "nothing":
    after(how)
    print(sys.exc_info())


def nested(how):
    try:
        1 / 0
    except ZeroDivisionError:
        try:
            try:
                [][1]
            except IndexError:
                if how:
                    return how
        finally:
            print("inner", sys.exc_info()[0])
            try:
                int("y")
            except ValueError as e:
                print(told(e))


nested(0)
nested(1)


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        print("exit", exc[0], sys.exc_info()[0])


def through():
    for i in range(2):
        with Manager():
            try:
                raise OSError
            except OSError:
                if i:
                    return i
                continue


print(through())


def values():
    try:
        raise KeyError(1)
    except KeyError:
        try:
            yield 1
            return
        finally:
            print("gen", sys.exc_info()[0])


print(list(values()))
