# set: first
from multiprocessing import Process


def nothing():
    pass


if __name__ == "__main__":
    p = Process(target=nothing, name="p")
    print(p)
    p.start()
    p.join()
    print(p)
    d = Process(target=nothing, daemon=True)
    print(d, isinstance(d, Process), Process.__name__)
