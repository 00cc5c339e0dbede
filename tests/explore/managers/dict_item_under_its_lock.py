# finds: nothing
# options: --outputs
# outcomes: 2
from multiprocessing import Manager, Process


def add(d, lock):
    with lock:
        d["n"] = d["n"] + 1


if __name__ == "__main__":
    with Manager() as manager:
        d = manager.dict(n=0)
        lock = manager.Lock()
        ps = [Process(target=add, args=(d, lock)) for _ in range(2)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        print(d["n"])
