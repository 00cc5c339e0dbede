# finds: nothing
# options: --outputs
# outcomes: "[] [1]"
from multiprocessing import Manager, Process


def work(d):
    d["copy"].append(1)
    part = d["kept"]
    part.append(1)
    d["kept"] = part


if __name__ == "__main__":
    with Manager() as manager:
        d = manager.dict(copy=[], kept=[])
        p = Process(target=work, args=(d,))
        p.start()
        p.join()
        print(d["copy"], d["kept"])
