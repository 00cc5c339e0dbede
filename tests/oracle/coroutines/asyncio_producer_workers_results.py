# set: first
import asyncio


class Shop:
    def __init__(self):
        self.sold, self.lock = 0, asyncio.Lock()

    async def sell(self, n):
        async with self.lock:
            before = self.sold
            await asyncio.sleep(0)
            self.sold = before + n
            return self.sold


async def clerk(name, shop, orders):
    done = []
    while True:
        try:
            n = orders.get_nowait()
        except asyncio.QueueEmpty:
            return name, len(done)
        done.append(await shop.sell(n))


async def main():
    shop, orders = Shop(), asyncio.Queue()
    for n in range(1, 11):
        orders.put_nowait(n)
    results = await asyncio.gather(*(clerk("clerk %d" % i, shop, orders) for i in range(3)))
    print(shop.sold, sum(n for _, n in results), [name for name, _ in results])


asyncio.run(main())
