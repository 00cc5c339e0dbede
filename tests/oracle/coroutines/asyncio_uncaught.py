# set: first
# exit: 1
# stderr: last
import asyncio


async def deep(n):
    if n == 0:
        raise LookupError("at the bottom of the awaits")
    await deep(n - 1)


async def main():
    print("going down")
    await deep(3)


asyncio.run(main())
