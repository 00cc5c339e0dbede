# set: first
# Calling a coroutine function runs nothing.
import asyncio


async def work():
    print("this ran")
    return 1


async def main():
    forgotten = work()
    print("nothing has run:", type(forgotten).__name__)
    print(await forgotten)
    try:
        await forgotten
    except RuntimeError as e:
        print(e)
    t = asyncio.create_task(work())
    print("a task has not run yet either")
    await asyncio.sleep(0)
    print("now it has", t.done())


asyncio.run(main())
