# set: first
import inspect


def g():
    x = yield 1
    print("got", x)
    yield 2


def show(gen):
    print(inspect.getgeneratorstate(gen))


c = g()
show(c)
next(c)
show(c)
c.send("v")
c.close()
show(c)
print(inspect.isgenerator(c), inspect.isgeneratorfunction(g))


async def co():
    await Pause()
    print("coroutine running", c.cr_running, inspect.getcoroutinestate(c))


class Pause:
    def __await__(self):
        yield


c = co()
print(inspect.getcoroutinestate(c), c.cr_running, c.cr_frame is None)
c.send(None)
print(inspect.getcoroutinestate(c), c.cr_suspended)
try:
    c.send(None)
except StopIteration:
    pass
print(inspect.getcoroutinestate(c), c.cr_frame)
print(hasattr(c, "gi_running"), hasattr(g(), "cr_running"), g().gi_suspended)
