# finds: nothing
# outcomes: 1
# interleavings: 1
import asyncio

balance = 0


async def deposit():
    global balance
    seen = balance
    await asyncio.sleep(0)
    balance = seen + 1


async def main():
    await asyncio.gather(deposit(), deposit())


asyncio.run(main())
print(balance)
