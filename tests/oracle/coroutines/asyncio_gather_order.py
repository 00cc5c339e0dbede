# set: first
# gather: results in the order asked, prints in the order of waking.
import asyncio


async def work(name, delay):
    print("begin", name)
    await asyncio.sleep(delay)
    print("end", name)
    return name, delay


async def main():
    print(await asyncio.gather(work("A", 0.15), work("B", 0.01), work("C", 0.08)))
    print(await asyncio.gather())
    print(await asyncio.gather(*(work(str(n), 0) for n in range(3))))


asyncio.run(main())
