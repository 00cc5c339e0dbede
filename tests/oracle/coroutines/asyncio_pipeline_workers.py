# set: first
import asyncio


async def worker(name, jobs, results):
    while True:
        n = await jobs.get()
        await asyncio.sleep(0)
        results.append((n, n * n))
        jobs.task_done()


async def main():
    jobs, results = asyncio.Queue(), []
    workers = [asyncio.create_task(worker("w%d" % i, jobs, results)) for i in range(3)]
    for n in range(8):
        jobs.put_nowait(n)
    await jobs.join()
    for w in workers:
        w.cancel()
    ended = await asyncio.gather(*workers, return_exceptions=True)
    print(sorted(results))
    print([type(e).__name__ for e in ended])
    pq = asyncio.PriorityQueue()
    for p in (3, 1, 2):
        await pq.put((p, "job"))
    print([(await pq.get())[0] for _ in range(3)])
    lq = asyncio.LifoQueue()
    for p in "abc":
        lq.put_nowait(p)
    print([lq.get_nowait() for _ in range(3)])


asyncio.run(main())
