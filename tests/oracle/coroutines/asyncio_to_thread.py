# set: first
import asyncio
import threading


def blocking(a, b=0):
    return a + b, threading.current_thread() is threading.main_thread()


async def ticks(n):
    for i in range(n):
        await asyncio.sleep(0)
    return "ticked"


async def main():
    print(await asyncio.to_thread(blocking, 1, b=2))
    print(await asyncio.gather(asyncio.to_thread(blocking, 5), ticks(3)))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, blocking, 7))
    print(loop.is_running(), asyncio.get_event_loop() is loop)
    loop.call_soon(print, "called soon")
    await asyncio.sleep(0)
    f = loop.create_future()
    loop.call_later(0.01, f.set_result, "from a callback")
    print(await f)


asyncio.run(main())
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
