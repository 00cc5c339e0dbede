# Each access is a call of its own: between them another one comes.
# finds: assertion
from multiprocessing import Manager, Process


def add(d):
    d["n"] = d["n"] + 1


if __name__ == "__main__":
    with Manager() as manager:
        d = manager.dict(n=0)
        ps = [Process(target=add, args=(d,)) for _ in range(2)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        assert d["n"] == 2
