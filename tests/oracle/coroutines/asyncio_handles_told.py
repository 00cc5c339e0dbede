# set: first
# stderr: errors
# Calls of the loop as they are told: with their arguments and the place of their function.
import asyncio
import functools


def call(a, b=2):
    raise ValueError("in the call")


class Holder:
    def method(self, x):
        pass


def handler(loop, context):
    print(context["message"].replace(__file__, "FILE"), "|", repr(context["exception"]), "|", type(context["handle"]).__name__)


def told(handle):
    print(repr(handle).replace(__file__, "FILE"))


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    told(loop.call_soon(print, 1, "x"))
    told(loop.call_soon(call, 1))
    told(loop.call_soon(Holder().method, None))
    partly = loop.call_soon(functools.partial(call, 1, b="k"), "more")
    told(partly)
    function = loop.call_soon(lambda: 1)
    told(function)
    function.cancel()
    told(function)
    print(function.cancelled(), partly.cancelled())
    partly.cancel()
    await asyncio.sleep(0.01)
    loop.set_exception_handler(None)
    loop.call_soon(call, 2)
    await asyncio.sleep(0)


asyncio.run(main())
