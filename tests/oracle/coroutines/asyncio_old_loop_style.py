# set: first
# The older way: a loop of one's own.
import asyncio


async def work(n):
    await asyncio.sleep(0)
    return n + 1


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(work(1)))
tasks = [loop.create_task(work(n)) for n in range(3)]
loop.run_until_complete(asyncio.wait(tasks))
print([t.result() for t in tasks])
loop.run_until_complete(asyncio.gather(work(1), work(2)))
loop.close()
print(loop.is_closed())
