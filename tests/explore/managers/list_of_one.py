# finds: nothing
# options: --outputs
# outcomes: [1]
from multiprocessing import Manager, Process


def work(shared):
    shared.append(1)


if __name__ == "__main__":
    with Manager() as manager:
        shared = manager.list()
        p = Process(target=work, args=(shared,))
        p.start()
        p.join()
        print(list(shared))
