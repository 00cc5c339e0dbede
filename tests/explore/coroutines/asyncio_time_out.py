# finds: nothing
# outcomes: late
import asyncio


async def main():
    try:
        await asyncio.wait_for(asyncio.sleep(2), 1)
        print("done")
    except asyncio.TimeoutError:
        print("late")


asyncio.run(main())
