# finds: nothing
# options: --outputs
# outcomes: "0 1 True"
from multiprocessing import Manager, Process


def produce(q):
    for i in range(2):
        q.put(i)


def consume(q, d):
    d["got"] = [q.get(), q.get()]


if __name__ == "__main__":
    with Manager() as manager:
        q, d = manager.Queue(), manager.dict()
        ps = [Process(target=produce, args=(q,)), Process(target=consume, args=(q, d))]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        print(*d["got"], q.empty())
