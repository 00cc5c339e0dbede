# set: first
import asyncio


async def work(n):
    await asyncio.sleep(n * 0.05)
    if n == 2:
        raise ValueError("two")
    return n


async def main():
    for f in asyncio.as_completed([work(3), work(1), work(2), work(0)]):
        try:
            print(await f)
        except ValueError as e:
            print("error", e)


asyncio.run(main())
