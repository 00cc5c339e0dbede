# set: first
import asyncio


async def main():
    q = asyncio.Queue(maxsize=2)
    print(q.maxsize, q.qsize(), q.empty(), q.full())
    q.put_nowait("a")
    await q.put("b")
    print(q, q.full())
    try:
        q.put_nowait("c")
    except asyncio.QueueFull as e:
        print(repr(e))
    try:
        await asyncio.wait_for(q.put("c"), 0.01)
    except TimeoutError:
        print("no room", q.qsize())
    print(q.get_nowait(), await q.get())
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e))
    try:
        await asyncio.wait_for(q.get(), 0.01)
    except TimeoutError:
        print("nothing came")
    q.task_done()
    q.task_done()
    try:
        q.task_done()
    except ValueError as e:
        print(e)
    await q.join()
    for kind in (asyncio.LifoQueue, asyncio.PriorityQueue):
        q = kind()
        for n in (2, 3, 1):
            await q.put(n)
        print(kind.__name__, [await q.get() for _ in range(3)])
    q = asyncio.Queue(1)
    log = []

    async def produce(name):
        for i in range(3):
            await q.put((name, i))
            log.append("put %s%d" % (name, i))

    async def consume():
        while True:
            name, i = await q.get()
            log.append("got %s%d" % (name, i))
            q.task_done()

    consumer = asyncio.create_task(consume())
    await asyncio.gather(produce("x"), produce("y"))
    await q.join()
    consumer.cancel()
    print(log)
    try:
        await consumer
    except asyncio.CancelledError:
        print("consumer", consumer.cancelled())
    q = asyncio.Queue()
    getters = [asyncio.create_task(q.get()) for _ in range(3)]
    await asyncio.sleep(0)
    getters[0].cancel()
    q.put_nowait(1)
    q.put_nowait(2)
    await asyncio.wait(getters)
    print([g.cancelled() or g.result() for g in getters])


asyncio.run(main())
