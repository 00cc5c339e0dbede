# set: first
# The other tools, between processes.
from multiprocessing import Barrier, BoundedSemaphore, Event, Process, Semaphore, Value


def waiter(event, sem, barrier, count):
    event.wait()
    with sem:
        with count.get_lock():
            count.value += 1
    barrier.wait()


if __name__ == "__main__":
    event, sem, barrier, count = Event(), Semaphore(2), Barrier(4), Value("i", 0)
    ps = [Process(target=waiter, args=(event, sem, barrier, count)) for _ in range(3)]
    for p in ps:
        p.start()
    print(event.is_set(), count.value)
    event.set()
    barrier.wait()
    print(count.value, event.wait(0.01))
    for p in ps:
        p.join()
    s = Semaphore(1)
    print(s.acquire(), s.acquire(block=False), s.acquire(timeout=0.01))
    s.release()
    b = BoundedSemaphore(1)
    try:
        b.release()
    except ValueError as e:
        print(e)
    event.clear()
    print(event.wait(timeout=0.01), event.is_set())
