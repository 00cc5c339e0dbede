# set: first
import asyncio


async def work(n, log):
    await asyncio.sleep(0.01 * n)
    log.append(n)
    return n * n


async def fails():
    await asyncio.sleep(0.01)
    raise ValueError("one of the group")


async def patient(log):
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        log.append("cancelled with the group")
        raise


async def main():
    log = []
    async with asyncio.TaskGroup() as tg:
        tasks = [tg.create_task(work(n, log)) for n in (3, 1, 2)]
    print(log, [t.result() for t in tasks])
    log = []
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(patient(log))
            tg.create_task(fails())
    except BaseException as e:
        print(type(e).__name__, [repr(x) for x in e.exceptions])
    print(log)


asyncio.run(main())
