# Two withdraw what only one may: between the look and the act is an await.
# finds: assertion
import asyncio

balance = 100


async def withdraw(n):
    global balance
    if balance >= n:
        await asyncio.sleep(1)
        balance -= n


async def main():
    await asyncio.gather(withdraw(80), withdraw(80))
    assert balance >= 0


asyncio.run(main())
