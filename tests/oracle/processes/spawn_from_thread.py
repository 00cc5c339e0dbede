# set: first
# Threads of main that start processes.
import threading
from multiprocessing import Process, Queue


def child(k, q):
    q.put((k, threading.active_count(), threading.current_thread() is threading.main_thread()))


def launch(k, q):
    p = Process(target=child, args=(k, q))
    p.start()
    p.join()
    codes[k] = p.exitcode


codes = {}
if __name__ == "__main__":
    q = Queue()
    ts = [threading.Thread(target=launch, args=(k, q)) for k in range(3)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print(sorted(codes.items()), sorted(q.get()[0] for _ in ts))
