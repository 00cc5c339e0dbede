# set: first
# async, await, run.
import asyncio


async def say(word, after):
    await asyncio.sleep(after)
    print(word)
    return len(word)


async def main():
    print("start")
    print(await say("hello", 0.01))
    n = await say("world", 0)
    print("end", n)
    return "result of main"


print(asyncio.run(main()))
coro = say("never", 0)
print(type(coro).__name__, say.__name__, asyncio.iscoroutine(coro), asyncio.iscoroutinefunction(say))
coro.close()
