# The same locks in the same order.
# finds: nothing
from threading import Lock, Thread

a, b = Lock(), Lock()
ticks = 0


def one():
    with a, b:
        pass


def two():
    with a, b:
        pass



for f in one, two:
    Thread(target=f, daemon=True).start()
ticks = 1
print(ticks)
