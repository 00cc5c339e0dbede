# set: first
import asyncio


async def sleeper(n=60):
    try:
        await asyncio.sleep(n)
        return n
    except asyncio.CancelledError:
        print("told to stop")
        raise


async def main():
    me = asyncio.current_task()
    print(me.get_name(), len(asyncio.all_tasks()), me in asyncio.all_tasks())
    t = asyncio.create_task(sleeper(), name="sleepy")
    print(t.get_name(), t.done(), t.cancelled(), t.get_coro().__name__)
    t.set_name("renamed")
    print(t.get_name(), len(asyncio.all_tasks()))
    await asyncio.sleep(0)
    print(t.cancel(), t.cancelling(), t.done())
    try:
        await t
    except asyncio.CancelledError:
        print("it is cancelled:", t.cancelled(), t.cancel())
    for wrong in (lambda: t.set_result(1), lambda: t.set_exception(ValueError())):
        try:
            wrong()
        except RuntimeError as e:
            print(e)
    early = asyncio.create_task(sleeper())
    early.cancel("before it began")
    try:
        await early
    except asyncio.CancelledError as e:
        print("never began", early.cancelled())

    async def deaf():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return "would not stop"

    d = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    d.cancel()
    print(await d, d.cancelled(), d.cancelling(), d.uncancel())

    async def fails():
        raise ValueError("in a task")

    f = asyncio.create_task(fails())
    done, pending = await asyncio.wait([f])
    print(len(done), len(pending), repr(f.exception()))
    try:
        f.result()
    except ValueError as e:
        print(e)
    try:
        asyncio.create_task(5)
    except TypeError as e:
        print(e)
    try:
        asyncio.ensure_future(5)
    except TypeError as e:
        print(e)
    e = asyncio.ensure_future(sleeper(0))
    print(asyncio.ensure_future(e) is e, await e)

    async def awaits_itself():
        await me_too

    me_too = asyncio.create_task(awaits_itself())
    try:
        await me_too
    except RuntimeError as e:
        print(str(e)[:26])
    print(asyncio.iscoroutinefunction(sleeper), asyncio.iscoroutinefunction(print))
    c = sleeper()
    print(asyncio.iscoroutine(c), asyncio.iscoroutine(5))
    c.close()
    a, b = await asyncio.gather(asyncio.sleep(0.02, "slow"), asyncio.sleep(0.01, "fast"))
    print(a, b, await asyncio.gather())


asyncio.run(main())
try:
    asyncio.current_task()
except RuntimeError as e:
    print(e)
try:
    asyncio.run(5)
except ValueError as e:
    print(e)
