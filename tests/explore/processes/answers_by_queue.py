# finds: nothing
# outcomes: "[0, 1]" "[1, 0]"
from multiprocessing import Process, Queue


def work(q, i):
    q.put(i)


if __name__ == "__main__":
    q = Queue()
    ps = [Process(target=work, args=(q, i)) for i in range(2)]
    for p in ps:
        p.start()
    got = [q.get() for _ in ps]
    for p in ps:
        p.join()
    print(got)
