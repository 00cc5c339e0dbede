# finds: deadlock
# outcomes: deadlock
from multiprocessing import JoinableQueue, Process


def work(q):
    q.get()


if __name__ == "__main__":
    q = JoinableQueue()
    p = Process(target=work, args=(q,))
    p.start()
    q.put(1)
    q.join()
    print("done")
