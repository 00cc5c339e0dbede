# set: first
import asyncio


async def countdown(n):
    try:
        while n:
            got = yield n
            if got:
                print("sent", got)
            await asyncio.sleep(0)
            n -= 1
    finally:
        print("countdown is over")


class Shelf:
    """An async iterator and context manager by hand."""

    def __init__(self, *books):
        self.books = list(books)

    async def __aenter__(self):
        print("open")
        return self

    async def __aexit__(self, kind, exc, tb):
        print("close", kind and kind.__name__)
        return kind is KeyError

    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(0)
        if not self.books:
            raise StopAsyncIteration
        return self.books.pop(0)


async def main():
    async for n in countdown(3):
        print(n)
    else:
        print("else")
    print([n async for n in countdown(2)], {n: n * n async for n in countdown(2) if n > 1})
    async with Shelf("a", "b") as shelf:
        async for book in shelf:
            print(book)
    async with Shelf():
        raise KeyError("swallowed")
    gen = countdown(3)
    print(await gen.__anext__(), await gen.asend("hello"))
    try:
        await gen.athrow(ValueError("thrown in"))
    except ValueError as e:
        print(e)
    gen = countdown(3)
    print(await anext(gen))
    await gen.aclose()
    try:
        await anext(gen)
    except StopAsyncIteration:
        print("no more")
    print(await anext(gen, "a default"))
    for wrong in (5, [1]):
        try:
            async for _ in wrong:
                pass
        except TypeError as e:
            print(e)
    try:
        for _ in countdown(1):
            pass
    except TypeError as e:
        print(e)


asyncio.run(main())
