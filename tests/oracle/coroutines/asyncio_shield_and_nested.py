# set: first
import asyncio


async def important(log):
    await asyncio.sleep(0.5)
    log.append("important is finished")
    return "kept"


async def inner(log):
    try:
        await asyncio.sleep(60)
    finally:
        log.append("inner cleanup")


async def outer(log):
    try:
        await inner(log)
    except asyncio.CancelledError:
        log.append("outer sees it")
        raise


async def main():
    log = []
    t = asyncio.create_task(outer(log))
    await asyncio.sleep(0)
    t.cancel()
    result = await asyncio.gather(t, return_exceptions=True)
    print(log, [type(r).__name__ for r in result])
    log = []
    work = asyncio.create_task(important(log))
    try:
        await asyncio.wait_for(asyncio.shield(work), 0.001)
    except asyncio.TimeoutError:
        print("timed out, but", log)
    print(await work, log)


asyncio.run(main())
