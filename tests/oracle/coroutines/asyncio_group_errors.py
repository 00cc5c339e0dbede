# set: first
import asyncio


async def ok(n):
    await asyncio.sleep(0.001 * n)
    return n


async def bad(kind, n):
    await asyncio.sleep(0.001 * n)
    raise kind(n)


async def patient():
    try:
        await asyncio.sleep(60)
    finally:
        print("the patient one was cancelled")


async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(ok(2))
        b = group.create_task(ok(1), name="b")
    print(a.result(), b.result(), b.get_name())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(patient())
            group.create_task(bad(ValueError, 1))
    except ExceptionGroup as e:
        print(e, e.message, e.exceptions)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(patient())
            await asyncio.sleep(0)
            raise LookupError("in the body")
    except ExceptionGroup as e:
        print(e, [repr(x) for x in e.exceptions])
    try:
        group.create_task(late := ok(1))
    except RuntimeError as e:
        print(str(e).endswith("is finished") or "is shutting down" in str(e))
        late.close()

    async def outer():
        async with asyncio.TaskGroup() as group:
            group.create_task(patient())

    t = asyncio.create_task(outer())
    await asyncio.sleep(0.01)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("the group is cancelled with its task")
    print(repr(ExceptionGroup("msg", [ValueError(1), KeyError(2)])))


asyncio.run(main())
