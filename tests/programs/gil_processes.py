# options: --gil
# Each process has a lock of its own, and the child of a fork has it free of the threads that stayed behind.
import os
import threading


def compute(n):
    total = 0
    for i in range(n):
        total += i
    return total


def child():
    threads = [threading.Thread(target=compute, args=(5000,)) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    os._exit(7)


stop = []


def busy():
    while not stop:
        compute(100)


threads = [threading.Thread(target=busy) for _ in range(3)]
for t in threads:
    t.start()
for _ in range(10):
    pid = os.fork()
    if pid == 0:
        child()
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
stop.append(1)
for t in threads:
    t.join()
print("ok")
