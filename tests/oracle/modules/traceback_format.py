# set: first
import sys
import traceback


def inner():
    raise ValueError("deep trouble")


def outer():
    inner()


try:
    outer()
except ValueError:
    text = traceback.format_exc()
print(text)
try:
    outer()
except ValueError as e:
    traceback.print_exc(file=sys.stdout)
    print(traceback.format_exception_only(type(e), e))
try:
    try:
        inner()
    except ValueError as e:
        raise KeyError("second") from e
except KeyError:
    print(traceback.format_exc().count("Traceback"), traceback.format_exc().splitlines()[-1])
    print("direct cause" in traceback.format_exc())
