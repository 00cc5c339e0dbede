# set: first
# Every lock of asyncio: what it says of itself, misuse, cancellation while waiting.
import asyncio


def state(obj):
    return repr(obj).split("[")[1].rstrip("]>")


async def lock_part():
    lock = asyncio.Lock()
    print("lock", state(lock), lock.locked())
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    print(await lock.acquire(), lock.locked(), state(lock))
    waiter = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    print(state(lock))
    waiter.cancel()
    try:
        await waiter
    except asyncio.CancelledError:
        print("the waiter is gone", state(lock))
    lock.release()
    async with lock:
        print("inside", lock.locked())
    print("outside", lock.locked())


async def event_part():
    event = asyncio.Event()
    print("event", event.is_set(), state(event))
    waiters = [asyncio.create_task(event.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    print(state(event))
    event.set()
    print(await asyncio.gather(*waiters), event.is_set(), await event.wait())
    event.clear()
    try:
        await asyncio.wait_for(event.wait(), 0.01)
    except asyncio.TimeoutError:
        print("nobody set it", event.is_set())


async def semaphore_part():
    try:
        asyncio.Semaphore(-1)
    except ValueError as e:
        print(e)
    sem = asyncio.Semaphore(2)
    print("semaphore", state(sem), sem.locked())
    await sem.acquire()
    await sem.acquire()
    print(sem.locked(), state(sem))
    order = []

    async def wants(n):
        async with sem:
            order.append(n)

    tasks = [asyncio.create_task(wants(n)) for n in range(3)]
    await asyncio.sleep(0)
    sem.release()
    await asyncio.gather(*tasks)
    print(order, state(sem))
    sem.release()
    bounded = asyncio.BoundedSemaphore(1)
    try:
        bounded.release()
    except ValueError as e:
        print(e)
    async with bounded:
        print("bounded", bounded.locked())


async def condition_part():
    cond = asyncio.Condition()
    print("condition", state(cond), cond.locked())
    for wrong in (cond.notify, cond.notify_all):
        try:
            wrong()
        except RuntimeError as e:
            print(e)
    try:
        await cond.wait()
    except RuntimeError as e:
        print(e)
    seen = []

    async def waits(n):
        async with cond:
            await cond.wait()
            seen.append(n)

    tasks = [asyncio.create_task(waits(n)) for n in range(4)]
    await asyncio.sleep(0)
    async with cond:
        cond.notify()
    await asyncio.sleep(0.01)
    print(seen)
    async with cond:
        cond.notify(2)
    await asyncio.sleep(0.01)
    print(seen)
    async with cond:
        cond.notify_all()
    await asyncio.gather(*tasks)
    print(seen)
    box = []

    async def fills():
        for i in range(3):
            async with cond:
                box.append(i)
                cond.notify_all()
            await asyncio.sleep(0)

    filler = asyncio.create_task(fills())
    async with cond:
        print(await cond.wait_for(lambda: len(box) == 3), box)
    await filler


async def barrier_part():
    try:
        asyncio.Barrier(0)
    except ValueError as e:
        print(e)
    barrier = asyncio.Barrier(3)
    print("barrier", barrier.parties, barrier.n_waiting, barrier.broken, state(barrier))
    places = await asyncio.gather(barrier.wait(), barrier.wait(), barrier.wait())
    print(sorted(places), barrier.n_waiting)
    first = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    print(barrier.n_waiting)
    await barrier.reset()
    try:
        await first
    except asyncio.BrokenBarrierError as e:
        print("reset:", type(e).__name__)
    first = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    await barrier.abort()
    try:
        await first
    except asyncio.BrokenBarrierError:
        print("abort:", barrier.broken)
    try:
        await barrier.wait()
    except asyncio.BrokenBarrierError:
        print("still broken")
    await barrier.reset()
    print(barrier.broken)


for part in (lock_part, event_part, semaphore_part, condition_part, barrier_part):
    asyncio.run(part())
