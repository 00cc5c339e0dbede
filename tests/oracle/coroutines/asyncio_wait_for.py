# set: first
import asyncio


async def slow():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("slow is cancelled")
        raise


async def quick():
    return "quick"


async def main():
    try:
        await asyncio.wait_for(slow(), timeout=0.02)
    except asyncio.TimeoutError as e:
        print("timeout", type(e) is TimeoutError)
    print(await asyncio.wait_for(quick(), 1), await asyncio.wait_for(quick(), None))
    tasks = [asyncio.create_task(asyncio.sleep(d, d)) for d in (0.01, 60)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), done.pop().result())
    for p in pending:
        p.cancel()
    done, pending = await asyncio.wait(tasks, timeout=5)
    print(len(done), len(pending))
    async with asyncio.timeout(5):
        print("in time")
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        print("too late")


asyncio.run(main())
