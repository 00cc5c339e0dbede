# set: first
# exit: 2
import atexit
import sys

atexit.register(print, "registered first, runs last")
atexit.register(lambda: print("runs second"))


@atexit.register
def decorated():
    print("runs first")


def removed():
    print("never")


atexit.register(removed)
atexit.unregister(removed)
print("main")
sys.exit(2)
