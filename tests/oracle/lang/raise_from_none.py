# set: first
# raise from None, causes, contexts, and re-raising later.

def convert(s):
    try:
        return int(s)
    except ValueError:
        raise TypeError("not a number: " + s) from None


try:
    convert("q")
except TypeError as e:
    print(e, e.__cause__, e.__suppress_context__, type(e.__context__).__name__)

kept = None
try:
    1 / 0
except ZeroDivisionError as e:
    kept = e
try:
    raise kept
except ZeroDivisionError as e:
    print("again", e is kept)

try:
    raise ValueError from KeyError("k")
except ValueError as e:
    print(repr(e), repr(e.__cause__))
try:
    raise "text"
except TypeError as e:
    print(e)
try:
    raise
except RuntimeError as e:
    print(e)


def nested():
    try:
        try:
            raise KeyError("first")
        finally:
            raise IndexError("second")
    except IndexError as e:
        return repr(e.__context__)


print(nested())
