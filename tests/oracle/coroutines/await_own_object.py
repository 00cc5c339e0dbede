# set: first
# Awaitables of one's own and a loop of one's own: no asyncio at all.

class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got * 2


async def worker(name):
    a = await Pause(name + "1")
    b = await Pause(name + "2")
    return a + b


def drive(coro, answers):
    asked = []
    value = None
    try:
        while True:
            asked.append(coro.send(value))
            value = answers.pop(0)
    except StopIteration as e:
        return asked, e.value


print(drive(worker("w"), [10, 5]))


async def nested():
    return await worker("n") + await worker("m")


print(drive(nested(), [1, 2, 3, 4]))
c = worker("x")
print(c.send(None))
try:
    c.throw(KeyError("thrown in"))
except KeyError as e:
    print("came out", e)
d = worker("y")
d.send(None)
d.close()
e = worker("z")
try:
    e.send(5)
except TypeError as err:
    print(err)
e.close()
