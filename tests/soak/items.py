# Producers and consumers, threads and processes, for as long as the argument says.
import multiprocessing
import queue
import sys
import threading
import time

END = time.monotonic() + float(sys.argv[1])


def produce(items):
    n = 0
    while time.monotonic() < END:
        for _ in range(100):
            items.put((n, "item %d" % n, [n] * 20))
            n += 1
    items.put(None)


def consume(items, name):
    seen = 0
    while True:
        item = items.get()
        if item is None:
            break
        n, text, numbers = item
        assert n == seen and text == "item %d" % n and sum(numbers) == 20 * n
        seen += 1
    print(name, "took some" if seen else "took none")


def main():
    between_threads = queue.Queue(50)
    between_processes = multiprocessing.Queue(50)
    tasks = [threading.Thread(target=produce, args=(between_threads,)),
             threading.Thread(target=consume, args=(between_threads, "the thread")),
             multiprocessing.Process(target=consume, args=(between_processes, "the process"))]
    tasks[-1].start()
    for t in tasks[:-1]:
        t.start()
    produce(between_processes)
    for t in tasks:
        t.join()


if __name__ == "__main__":
    main()
