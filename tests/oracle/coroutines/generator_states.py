# set: full
# scope: beyond
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
