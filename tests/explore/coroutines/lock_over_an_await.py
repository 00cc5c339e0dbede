# finds: nothing
# outcomes: 2
# interleavings: 1
import asyncio

balance = 0


async def deposit(lock):
    global balance
    async with lock:
        seen = balance
        await asyncio.sleep(0)
        balance = seen + 1


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(deposit(lock), deposit(lock))


asyncio.run(main())
print(balance)
