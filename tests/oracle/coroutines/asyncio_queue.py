# set: first
import asyncio


async def producer(q, n):
    for i in range(n):
        await q.put(i)
        print("put", i)
    await q.put(None)


async def consumer(q):
    total = 0
    while (i := await q.get()) is not None:
        print("  got", i)
        total += i
        q.task_done()
    q.task_done()
    return total


async def main():
    q = asyncio.Queue(maxsize=1)
    _, total = await asyncio.gather(producer(q, 4), consumer(q))
    print(total, q.empty(), q.qsize())
    await q.join()
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(type(e).__name__)
    q.put_nowait(1)
    try:
        q.put_nowait(2)
    except asyncio.QueueFull as e:
        print(type(e).__name__, q.full())


asyncio.run(main())
