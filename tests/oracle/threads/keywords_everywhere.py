# set: first
# The arguments of threads, processes and queues, all by keyword; an asyncio.Task made by its class.
import asyncio
import multiprocessing
import queue
import threading


def work(a, b=0):
    print("work", a, b)


t = threading.Thread(group=None, target=work, name="t", args=(1,), kwargs={"b": 2}, daemon=False)
t.start()
t.join(timeout=10)
try:
    threading.Thread(group="g", target=work)
except AssertionError as e:
    print(e)
try:
    threading.Thread(target=work, argument=1)
except TypeError as e:
    print(e)
barrier = threading.Barrier(parties=1, action=lambda: print("action"), timeout=5)
print(barrier.wait(timeout=1))
print(threading.Semaphore(value=2).acquire(blocking=True, timeout=1), threading.BoundedSemaphore(value=1).acquire())
small = queue.Queue(maxsize=1)
small.put(item="a", block=True, timeout=1)
print(small.full(), small.get(block=False, timeout=None))

if __name__ == "__main__":
    many = multiprocessing.Queue(maxsize=2)
    p = multiprocessing.Process(group=None, target=work, name="p", args=("p",), kwargs={"b": "q"}, daemon=True)
    p.start()
    p.join(timeout=10)
    print(p.exitcode, p.name)
    many.put(obj=1, block=True, timeout=1)
    print(many.get(block=True, timeout=5))
    a, b = multiprocessing.Pipe(duplex=False)
    b.send(3)
    print(a.poll(timeout=1), a.recv())
    number = multiprocessing.Value("i", 4, lock=True)
    numbers = multiprocessing.Array(typecode_or_type="i", size_or_initializer=[1, 2], lock=False)
    print(number.value, numbers[:])


async def value(v):
    await asyncio.sleep(delay=0, result=None)
    return v


async def main():
    task = asyncio.Task(value(5), name="made by hand")
    print(isinstance(task, asyncio.Task), isinstance(task, asyncio.Future), task.get_name(), await task)
    print(await asyncio.wait_for(fut=value(6), timeout=1), await asyncio.gather(value(7), return_exceptions=False))
    done, pending = await asyncio.wait({asyncio.create_task(value(8))}, timeout=1, return_when=asyncio.ALL_COMPLETED)
    print([t.result() for t in done], pending)


asyncio.run(main=main(), debug=False)
