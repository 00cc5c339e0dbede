# set: first
import asyncio


async def after(seconds, value):
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


def values(tasks):
    return sorted(str(t.exception() or t.result()) for t in tasks)


async def main():
    gate = asyncio.Event()

    async def behind_the_gate(n):
        await gate.wait()
        return n

    tasks = [asyncio.create_task(c) for c in (after(0.01, 1), behind_the_gate(5), behind_the_gate(9))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(values(done), len(pending))
    done, pending = await asyncio.wait(pending, timeout=0.001)
    print(len(done), len(pending))
    gate.set()
    done, pending = await asyncio.wait(pending)
    print(values(done), len(pending))
    tasks = [asyncio.create_task(after(0.01, KeyError("x"))), asyncio.create_task(after(60, 1))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(values(done), len(pending))
    for t in pending:
        t.cancel()
    for wrong, kind in (([], None), (tasks[0], None), ([1], "NEVER")):
        try:
            await asyncio.wait(wrong, return_when=kind or asyncio.ALL_COMPLETED)
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
    coro = after(0, 1)
    try:
        await asyncio.wait([coro])
    except TypeError as e:
        print(e)
    coro.close()
    results = []
    for each in asyncio.as_completed([after(0.03, "c"), after(0.01, "a"), after(0.02, "b")]):
        results.append(await each)
    print(sorted(results))
    try:
        for each in asyncio.as_completed([after(0, "quick"), after(60, "slow")], timeout=0.3):
            print(await each)
    except TimeoutError:
        print("too slow")
    print(await asyncio.wait_for(after(0, "in time"), 1), await asyncio.wait_for(after(0, "no limit"), None))
    for limit in (0.01, 0, -1):
        try:
            await asyncio.wait_for(after(60, 0), limit)
        except asyncio.TimeoutError as e:
            print("timed out", repr(e))
    inner = asyncio.create_task(after(0.1, "went on"))
    try:
        await asyncio.wait_for(asyncio.shield(inner), 0.001)
    except TimeoutError:
        print("the shield held:", inner.cancelled(), await inner)
    async with asyncio.timeout(60) as limit:
        print(limit.expired(), limit.when() is not None)
        limit.reschedule(None)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        print("timeout block")
    try:
        async with asyncio.timeout_at(asyncio.get_running_loop().time() + 0.01) as limit:
            await asyncio.sleep(60)
    except TimeoutError:
        print("timeout_at", limit.expired())
    try:
        await asyncio.gather(after(0.001, ValueError("first")), after(0.01, "unharmed"))
    except ValueError as e:
        print(e)
    print(await asyncio.gather(after(0, 1), after(0, ValueError("kept")), return_exceptions=True))
    both = asyncio.gather(after(60, 1), after(60, 2))
    await asyncio.sleep(0)
    print(both.cancel())
    try:
        await both
    except asyncio.CancelledError:
        print("both are cancelled")


asyncio.run(main())
