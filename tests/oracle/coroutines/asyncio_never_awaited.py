# set: first
# stderr: last
# A coroutine that nobody awaits is told when it is dropped.
import asyncio


async def work():
    print("this never runs")


async def main():
    work()
    print("main goes on")


asyncio.run(main())
