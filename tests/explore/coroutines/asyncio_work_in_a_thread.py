# finds: lost-update, race
# options: --outputs
# outcomes: 1 2
import asyncio

n = 0


def add():
    global n
    n += 1


async def main():
    work = asyncio.create_task(asyncio.to_thread(add))
    await asyncio.sleep(0)
    add()
    await work
    print(n)


asyncio.run(main())
