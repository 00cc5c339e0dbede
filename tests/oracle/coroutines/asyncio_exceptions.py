# set: first
import asyncio


async def fails(word):
    await asyncio.sleep(0)
    raise ValueError(word)


async def fine():
    return "fine"


async def main():
    try:
        await fails("directly")
    except ValueError as e:
        print("caught", e)
    t = asyncio.create_task(fails("in a task"))
    try:
        await t
    except ValueError as e:
        print("caught", e, repr(t.exception()))
    print(await asyncio.gather(fine(), fails("gathered"), return_exceptions=True))
    try:
        await asyncio.gather(fine(), fails("comes out"))
    except ValueError as e:
        print("caught", e)
    try:
        await 5
    except TypeError as e:
        print(e)
    try:
        asyncio.run(fine())
    except RuntimeError as e:
        print(str(e)[:30])
    raise KeyError("out of main")


try:
    asyncio.run(main())
except KeyError as e:
    print("run raised", e)
