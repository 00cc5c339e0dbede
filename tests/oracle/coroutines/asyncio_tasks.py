# set: first
# A task starts when main lets it; awaiting it gives its result.
import asyncio


async def count(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep(0)
    return n * 100


async def main():
    a = asyncio.create_task(count("a", 3))
    b = asyncio.create_task(count("b", 2), name="bee")
    print("created", a.done(), b.get_name())
    print(await a, await b)
    print(a.done(), a.result(), b.exception(), a.cancelled())
    me = asyncio.current_task()
    print(me is not a, me.done(), len(asyncio.all_tasks()))


asyncio.run(main())
