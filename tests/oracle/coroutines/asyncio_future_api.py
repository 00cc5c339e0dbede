# set: first
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(f, f.done(), f.cancelled(), asyncio.isfuture(f), f.get_loop() is loop)
    for ask in (f.result, f.exception):
        try:
            ask()
        except asyncio.InvalidStateError as e:
            print(e)
    f.add_done_callback(lambda f: print("called back with", f.result()))
    nothing = print
    f.add_done_callback(nothing)
    print(f.remove_done_callback(nothing), f.remove_done_callback(nothing))
    f.set_result(5)
    print("set", f.done())
    print(await f, f, f.exception())
    try:
        f.set_result(6)
    except asyncio.InvalidStateError as e:
        print(str(e).split(":")[0])
    f.add_done_callback(lambda f: print("late callback"))
    print("not yet")
    await asyncio.sleep(0)
    g = loop.create_future()
    g.set_exception(KeyError("k"))
    print(g, repr(g.exception()))
    try:
        await g
    except KeyError as e:
        print("raised", e)
    h = loop.create_future()
    print(h.cancel("why"), h.cancel(), h.cancelled(), h)
    try:
        h.result()
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
    i = loop.create_future()
    i.set_exception(ValueError)
    print(repr(i.exception()))
    try:
        loop.create_future().set_exception(StopIteration)
    except TypeError as e:
        print(e)
    loop.call_later(0.01, lambda: late.set_result("later"))
    late = loop.create_future()
    print(await late)
    order = []
    loop.call_soon(order.append, 1)
    handle = loop.call_soon(order.append, 2)
    handle.cancel()
    print(handle.cancelled())
    loop.call_later(0.02, order.append, 4)
    loop.call_at(loop.time() + 0.01, order.append, 3)
    timer = loop.call_later(0.01, order.append, 5)
    timer.cancel()
    await asyncio.sleep(0.04)
    print(order)
    try:
        await asyncio.wrap_future(5)
    except (TypeError, AssertionError, AttributeError):
        print("no future")


asyncio.run(main())
