# Between two awaits nobody else runs.
# finds: nothing
# outcomes: 2
# interleavings: 1
import asyncio

balance = 0


async def deposit():
    global balance
    await asyncio.sleep(0)
    balance += 1


async def main():
    await asyncio.gather(deposit(), deposit())


asyncio.run(main())
print(balance)
