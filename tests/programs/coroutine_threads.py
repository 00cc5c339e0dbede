# Loops, generators and greenlets, each thread its own; and objects with something to say at their end.
import asyncio
from concurrent.futures import ThreadPoolExecutor
from greenlet import getcurrent, greenlet
from queue import LifoQueue, PriorityQueue
from threading import Thread

THREADS = 4
ends = []


def run(work):
    threads = [Thread(target=work, args=(k,)) for k in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


async def step(n):
    for _ in range(3):
        await asyncio.sleep(0)
    return n


async def main():
    assert sum(await asyncio.gather(*[step(n) for n in range(10)])) == 45
    assert await asyncio.to_thread(lambda: 5) == 5


def loops(k):
    for _ in range(5):
        asyncio.run(main())


def numbers(n):
    try:
        for i in range(n):
            yield i
    finally:
        ends.append(n)


def generators(k):
    for _ in range(100):
        for x in numbers(5):
            if x == 2:
                break


def greenlets(k):
    top = getcurrent()

    def adds_one(x):
        while True:
            x = top.switch(x + 1)

    g = greenlet(adds_one)
    n = 0
    for _ in range(100):
        n = g.switch(n)
    assert n == 100


class Job:
    def __init__(self, urgency):
        self.urgency = urgency

    def __lt__(self, other):
        return self.urgency < other.urgency

    def __del__(self):
        ends.append(self.urgency)


jobs = PriorityQueue()
stack = LifoQueue()


def puts_and_gets(k):
    for i in range(100):
        jobs.put(Job(i % 5))
        stack.put([k, i])
    for i in range(100):
        assert jobs.get().urgency < 5
        assert len(stack.get()) == 2


run(loops)
run(generators)
assert ends == [5] * 100 * THREADS, len(ends)
run(greenlets)
run(puts_and_gets)
assert jobs.empty() and stack.empty()
with ThreadPoolExecutor(THREADS) as pool:
    assert sum(pool.map(lambda x: x * 2, range(200))) == 39800
garbage = [[i] for i in range(300000)]
print('ok')
