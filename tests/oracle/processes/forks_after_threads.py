# set: first
"""Forks of a process that has had threads, has some, and has none again; what the child and its children may then do."""
import os
import threading
from multiprocessing import Lock, Process
from threading import Event, Thread

numbers = []


def add(n):
    for i in range(n):
        numbers.append(i)


def used(threads):
    ts = [Thread(target=add, args=(50,)) for _ in range(threads)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()


def look(lock, depth):
    with lock:
        print("  " * depth, len(numbers), threading.active_count(), threading.current_thread().name,
              threading.main_thread() is threading.current_thread())
    used(2)
    with lock:
        print("  " * depth, len(numbers), threading.active_count())
    if depth < 3:
        start(lock, depth + 1)


def start(lock, depth):
    p = Process(target=look, args=(lock, depth))
    p.start()
    p.join()
    print("  " * depth, "ended with", p.exitcode, flush=True)


def from_a_thread(lock):
    start(lock, 2)


if __name__ == "__main__":
    lock = Lock()
    start(lock, 1)
    for _ in range(5):
        used(3)
        start(lock, 1)
    enough = Event()
    waits = Thread(target=enough.wait)
    waits.start()
    start(lock, 2)
    forks = Thread(target=from_a_thread, args=(lock,), name="forks")
    forks.start()
    forks.join()
    enough.set()
    waits.join()
    start(lock, 2)
    pid = os.fork()
    if pid == 0:
        used(1)
        print("forked", len(numbers), threading.active_count(), flush=True)
        os._exit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), len(numbers))
