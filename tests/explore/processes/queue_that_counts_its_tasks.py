# finds: nothing
# outcomes: 3
from multiprocessing import JoinableQueue, Process, Value


def work(q, v):
    for _ in range(2):
        v.value += q.get()
        q.task_done()


if __name__ == "__main__":
    q = JoinableQueue()
    v = Value("i", 0)
    p = Process(target=work, args=(q, v))
    p.start()
    q.put(1)
    q.put(2)
    q.join()
    p.join()
    print(v.value)
