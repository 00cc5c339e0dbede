# What a process has put and a pipe does not hold keeps it from ending: join it after its items were taken.
# finds: nothing
# outcomes: 200000
from multiprocessing import Process, Queue


def work(q):
    q.put("x" * 200000)


if __name__ == "__main__":
    q = Queue()
    p = Process(target=work, args=(q,))
    p.start()
    n = len(q.get())
    p.join()
    print(n)
