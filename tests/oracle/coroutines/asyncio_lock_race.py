# set: first
# A race at an await, and its repair.
import asyncio

balance = 0


async def deposit_badly():
    global balance
    seen = balance
    await asyncio.sleep(0)
    balance = seen + 1


async def deposit(lock):
    global balance
    async with lock:
        seen = balance
        await asyncio.sleep(0)
        balance = seen + 1


async def main():
    global balance
    await asyncio.gather(*(deposit_badly() for _ in range(10)))
    print("without:", balance)
    balance = 0
    lock = asyncio.Lock()
    await asyncio.gather(*(deposit(lock) for _ in range(10)))
    print("with:", balance, lock.locked())
    await lock.acquire()
    print(lock.locked())
    lock.release()
    try:
        lock.release()
    except RuntimeError as e:
        print(e)


asyncio.run(main())
