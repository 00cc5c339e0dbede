# set: first
# order: lines
# Processes that have threads.
import os
import threading
from multiprocessing import Process


def in_thread(k, main_pid, box):
    box.append(k)
    print("thread", k, "in a child:", os.getpid() != main_pid)


def child(main_pid):
    box = []
    threads = [threading.Thread(target=in_thread, args=(k, main_pid, box)) for k in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print("box", sorted(box))


if __name__ == "__main__":
    ps = [Process(target=child, args=(os.getpid(),)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print("done")
