# set: first
import asyncio


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0)
        self.n -= 1
        return self.n


class Connection:
    async def __aenter__(self):
        await asyncio.sleep(0)
        print("connected")
        return self

    async def __aexit__(self, kind, value, tb):
        print("closed", kind.__name__ if kind else None)
        return kind is ValueError


async def numbers(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)


async def main():
    async for i in Countdown(3):
        print(i)
    else:
        print("else")
    async with Connection() as c:
        print(type(c).__name__)
    async with Connection():
        raise ValueError("swallowed")
    print([n * n async for n in numbers(4)], [n async for n in Countdown(3) if n])
    g = numbers(2)
    print(await g.__anext__(), await anext(g), await anext(g, "end"))
    print({n: str(n) async for n in numbers(2)}, sum([n async for n in numbers(5)]))


asyncio.run(main())
