# set: first
# Who wakes when: sleeps of different lengths, in the order of their ends.
import asyncio

log = []


async def beat(name, step, n):
    for i in range(1, n + 1):
        await asyncio.sleep(step)
        log.append((round(i * step, 2), name))


async def main():
    await asyncio.gather(beat("slow", 0.6, 2), beat("quick", 0.05, 3), beat("middle", 0.9, 2))


asyncio.run(main())
print([name for _, name in log])
print(log == sorted(log), len(log))
