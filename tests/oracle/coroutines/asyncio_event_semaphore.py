# set: first
import asyncio


async def waiter(name, event, log):
    await event.wait()
    log.append(name)


async def guest(n, sem, log):
    async with sem:
        log.append("in %d" % n)
        await asyncio.sleep(0)
        log.append("out %d" % n)


async def main():
    event, log = asyncio.Event(), []
    tasks = [asyncio.create_task(waiter(c, event, log)) for c in "abc"]
    await asyncio.sleep(0)
    print(log, event.is_set())
    event.set()
    await asyncio.gather(*tasks)
    print(log)
    event.clear()
    log, sem = [], asyncio.Semaphore(2)
    await asyncio.gather(*(guest(n, sem, log) for n in range(4)))
    print(sorted(log), log[:2], sem.locked())
    cond, items = asyncio.Condition(), []

    async def taker():
        async with cond:
            await cond.wait_for(lambda: items)
            return items.pop()

    t = asyncio.create_task(taker())
    await asyncio.sleep(0)
    async with cond:
        items.append("thing")
        cond.notify()
    print(await t)


asyncio.run(main())
