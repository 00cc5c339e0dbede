# Two sleeps of a second end together, though between their beginnings there is a long computation: no step takes time.
# finds: lost-update, race
# outcomes: 1 10 11
import asyncio
from threading import Thread

n = 0


async def add():
    global n
    for i in range(300000):
        pass
    x = n
    await asyncio.sleep(1)
    n = x + 1


async def main():
    await asyncio.gather(add(), add())


def ten():
    global n
    n += 10


t = Thread(target=ten)
t.start()
asyncio.run(main())
t.join()
print(n)
