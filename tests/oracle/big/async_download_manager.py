# set: full
# asyncio: downloads that fail, retry, time out and are limited, against a simulated network.
import asyncio


class NetworkError(Exception):
    pass


class FakeNetwork:
    """Answers by script: how often a name fails first, how long it takes."""

    def __init__(self, script):
        self.script = script
        self.calls = {}
        self.active = 0
        self.most = 0

    async def get(self, name):
        self.calls[name] = self.calls.get(name, 0) + 1
        fails, steps, body = self.script[name]
        self.active += 1
        self.most = max(self.most, self.active)
        try:
            for _ in range(steps):
                await asyncio.sleep(0)
            if body is None:
                await asyncio.sleep(60)
            if self.calls[name] <= fails:
                raise NetworkError("%s broke on call %d" % (name, self.calls[name]))
            return body
        finally:
            self.active -= 1


class Manager:
    def __init__(self, network, limit, retries, timeout):
        self.network, self.retries, self.timeout = network, retries, timeout
        self.gate = asyncio.Semaphore(limit)
        self.results, self.errors, self.log = {}, {}, []

    async def fetch(self, name):
        async with self.gate:
            for attempt in range(1, self.retries + 2):
                try:
                    body = await asyncio.wait_for(self.network.get(name), self.timeout)
                except NetworkError as e:
                    self.log.append("%s: attempt %d failed" % (name, attempt))
                    error = str(e)
                    await asyncio.sleep(0)
                except asyncio.TimeoutError:
                    error = name + " timed out"
                    break
                else:
                    self.results[name] = body
                    return body
            self.errors[name] = error
            raise NetworkError(error)

    async def fetch_all(self, names):
        tasks = [asyncio.create_task(self.fetch(n), name=n) for n in names]
        done, _ = await asyncio.wait(tasks)
        return sorted(t.get_name() for t in done if t.exception() is None)


async def watch(queue, seen):
    while True:
        item = await queue.get()
        seen.append(item)
        queue.task_done()


async def paginate(network, names):
    for name in names:
        yield name, await network.get(name)


class Stopwatch:
    def __init__(self):
        self.log = []

    async def __aenter__(self):
        self.log.append("enter")
        return self

    async def __aexit__(self, kind, value, tb):
        self.log.append("exit with " + (kind.__name__ if kind else "nothing"))
        return kind is NetworkError


SCRIPT = {
    "a": (0, 1, "alpha"), "b": (1, 2, "beta"), "c": (2, 1, "gamma"), "d": (9, 1, "never"),
    "e": (0, 5, "epsilon"), "f": (0, 0, None), "g": (0, 3, "eta"),
}


async def main():
    network = FakeNetwork(SCRIPT)
    manager = Manager(network, limit=2, retries=2, timeout=0.1)
    good = await manager.fetch_all("abcdefg")
    print("good", good)
    print("results", sorted(manager.results.items()))
    print("errors", sorted(manager.errors.items()))
    print("calls", sorted(network.calls.items()), "most at once", network.most, "left", network.active)
    print("log", sorted(manager.log))

    seen, queue = [], asyncio.Queue()
    watcher = asyncio.create_task(watch(queue, seen))
    async for name, body in paginate(network, "age"):
        await queue.put(name + "=" + body)
    await queue.join()
    watcher.cancel()
    try:
        await watcher
    except asyncio.CancelledError:
        print("watcher saw", seen)

    async with Stopwatch() as sw:
        network.calls.clear()
        await network.get("d")
    print(sw.log)
    first = await next(asyncio.as_completed([network.get("e"), network.get("a")]))
    print("first:", first)
    gathered = await asyncio.gather(network.get("a"), network.get("d"), return_exceptions=True)
    print([g if isinstance(g, str) else type(g).__name__ for g in gathered])


asyncio.run(main())
