# set: first
# SystemExit leaves asyncio.run without a word about the task; aclosing() ends an async generator.
import asyncio
from contextlib import aclosing


async def leaves():
    asyncio.create_task(asyncio.sleep(10))
    raise SystemExit(3)


try:
    asyncio.run(leaves())
except SystemExit as e:
    print("exit", e.code)


async def numbers():
    try:
        for i in range(3):
            yield i
            await asyncio.sleep(0)
    finally:
        print("numbers end")


async def main():
    async with aclosing(numbers()) as some:
        async for i in some:
            print(i)
            break
    print("after the loop")
    gen = numbers()
    try:
        async with aclosing(gen):
            print(await anext(gen))
            raise ValueError("inside")
    except ValueError as e:
        print(e)


asyncio.run(main())
