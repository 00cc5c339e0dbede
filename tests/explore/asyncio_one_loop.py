# Coroutines of one thread switch only where they await: there is one interleaving, and it loses an update.
# finds: nothing
# outcomes: 1
# interleavings: 1
import asyncio

n = 0


async def add():
    global n
    seen = n
    await asyncio.sleep(0)
    n = seen + 1


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())
print(n)
