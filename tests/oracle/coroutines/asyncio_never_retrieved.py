# set: first
# stderr: last
# The exception of a task that nobody looks at is told in the end.
import asyncio


async def fails():
    raise ValueError("nobody looks")


async def main():
    asyncio.create_task(fails())
    await asyncio.sleep(0.01)
    print("main ends")


asyncio.run(main())
