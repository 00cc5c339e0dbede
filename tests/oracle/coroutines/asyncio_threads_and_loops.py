# set: first
import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor


def blocking(n):
    return n * n, threading.current_thread() is threading.main_thread()


async def main():
    print(await asyncio.to_thread(blocking, 3))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, blocking, 4))
    with ThreadPoolExecutor(2) as pool:
        print(sorted(await asyncio.gather(*[loop.run_in_executor(pool, blocking, n) for n in range(3)])))

    def fails():
        raise LookupError("in the thread")

    try:
        await asyncio.to_thread(fails)
    except LookupError as e:
        print(e)

    async def answer(n):
        await asyncio.sleep(0.01)
        return n + 1

    got = []

    def other_thread():
        got.append(asyncio.run_coroutine_threadsafe(answer(41), loop).result(5))
        loop.call_soon_threadsafe(finished.set)

    finished = asyncio.Event()
    thread = threading.Thread(target=other_thread)
    thread.start()
    await finished.wait()
    thread.join()
    print(got)
    return "main's result"


print(asyncio.run(main()))
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop, loop.is_running(), loop.is_closed())
print(loop.run_until_complete(asyncio.sleep(0, "result")))
task = loop.create_task(asyncio.sleep(0.01, "task"))
print(loop.run_until_complete(task))
loop.call_soon(print, "called")
loop.call_later(0.01, loop.stop)
loop.run_forever()
loop.close()
print(loop.is_closed())
for call in (lambda: loop.call_soon(print), lambda: loop.run_forever()):
    try:
        call()
    except RuntimeError as e:
        print(e)
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)


def in_a_thread():
    try:
        asyncio.get_event_loop()
    except RuntimeError as e:
        print(e)
    print(asyncio.run(asyncio.sleep(0, "a loop of its own")))


thread = threading.Thread(target=in_a_thread, name="worker")
thread.start()
thread.join()
with asyncio.Runner() as runner:
    print(runner.run(asyncio.sleep(0, 1)), runner.run(asyncio.sleep(0, 2)))


async def nested():
    inner = asyncio.sleep(0)
    try:
        asyncio.run(inner)
    except RuntimeError as e:
        print(e)
    inner.close()


asyncio.run(nested())
