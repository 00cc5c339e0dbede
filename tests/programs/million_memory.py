# A million coroutines live at once, of each kind that costs no stack; a hundred thousand of those with a task or a
# stack of their own.
import asyncio
import gc

import greenlet

MILLION = 1000000


def mib():
    with open('/proc/self/status') as f:
        return sum(int(line.split()[1]) for line in f if line.startswith('VmRSS')) / 1024


def measured(name, count, most_bytes, live, rest):
    """live() leaves `count` of them standing and returns them; rest(them) lets them end. Each takes so much at most,
    twice that while a collection copies them."""
    before = mib()
    them = live()
    took = (mib() - before) * 2**20 / count
    gc.collect()
    kept = (mib() - before) * 2**20 / count
    print('%s: %d bytes, %d after a collection' % (name, took, kept), flush=True)
    assert took < most_bytes * 2 and kept < most_bytes, (name, took, kept)
    assert rest(them) == sum(range(count)), name
    del them
    gc.collect()


def count(n):
    got = yield n
    yield got + n


def generators():
    them = [count(i) for i in range(MILLION)]
    assert sum(map(next, them)) == sum(range(MILLION))
    return them


class Pause:
    def __await__(self):
        return (yield 'paused')


async def waits(n, pause=Pause()):
    return await pause + n


def coroutines():
    them = [waits(i) for i in range(MILLION)]
    assert all(c.send(None) == 'paused' for c in them)
    return them


def returned(c):
    try:
        c.send(0)
    except StopIteration as end:
        return end.value


def switched(n):
    return greenlet.getcurrent().parent.switch(n) + n


def greenlets():
    them = [greenlet.greenlet(switched) for _ in range(MILLION // 10)]
    assert sum(g.switch(i) for i, g in enumerate(them)) == sum(range(MILLION // 10))
    return them


async def tasks():
    gate = asyncio.Event()
    entered = 0

    async def waits(n):
        nonlocal entered
        entered += 1
        await gate.wait()
        return n

    before = mib()
    them = [asyncio.create_task(waits(i)) for i in range(MILLION // 10)]
    while entered < len(them):
        await asyncio.sleep(0)
    took = (mib() - before) * 2**20 / len(them)
    print('tasks: %d bytes' % took, flush=True)
    assert took < 2 * 1500, took
    gate.set()
    assert sum(await asyncio.gather(*them)) == sum(range(len(them)))


measured('generators', MILLION, 320, generators, lambda them: sum(g.send(0) for g in them))
measured('coroutines', MILLION, 500, coroutines, lambda them: sum(map(returned, them)))
measured('greenlets', MILLION // 10, 4000, greenlets, lambda them: sum(g.switch(0) for g in them))
asyncio.run(tasks())
print('ok')
