# finds: nothing
# outcomes: "[0, 1, 2]"
import asyncio

got = []


async def produce(q):
    for i in range(3):
        await q.put(i)
        await asyncio.sleep(1)
    await q.put(None)


async def consume(q):
    while True:
        item = await q.get()
        if item is None:
            break
        got.append(item)


async def main():
    q = asyncio.Queue(1)
    await asyncio.gather(produce(q), consume(q))
    print(got)


asyncio.run(main())
