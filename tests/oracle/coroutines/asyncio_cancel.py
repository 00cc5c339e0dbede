# set: first
import asyncio


async def patient(name):
    try:
        print(name, "waits")
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print(name, "was cancelled")
        raise
    finally:
        print(name, "cleans up")


async def stubborn():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        return "went on"


async def main():
    t = asyncio.create_task(patient("t"))
    await asyncio.sleep(0)
    print(t.cancel())
    try:
        await t
    except asyncio.CancelledError:
        print("await told so", t.cancelled(), t.done())
    print(t.cancel())
    s = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    s.cancel()
    print(await s, s.cancelled())
    early = asyncio.create_task(patient("never begun"))
    early.cancel()
    try:
        await early
    except asyncio.CancelledError:
        print("cancelled before it began")
    try:
        t.result()
    except asyncio.CancelledError as e:
        print(type(e).__name__, isinstance(e, Exception))


asyncio.run(main())
