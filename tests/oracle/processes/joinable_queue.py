# set: first
from multiprocessing import JoinableQueue, Process, Queue


def worker(q, out):
    while True:
        n = q.get()
        out.put(n * n)
        q.task_done()


if __name__ == "__main__":
    q, out = JoinableQueue(), Queue()
    for _ in range(2):
        Process(target=worker, args=(q, out), daemon=True).start()
    for n in range(6):
        q.put(n)
    q.join()
    print(sorted(out.get() for _ in range(6)))
    try:
        q.task_done()
    except ValueError as e:
        print(e)
