# finds: nothing
# outcomes: "['b', 'a', 'c']"
import asyncio

order = []


async def after(seconds, name):
    await asyncio.sleep(seconds)
    order.append(name)


async def main():
    await asyncio.gather(after(2, "a"), after(1, "b"), after(3, "c"))
    print(order)


asyncio.run(main())
