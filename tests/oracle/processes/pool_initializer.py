# set: first
from multiprocessing import Pool

base = 0


def start(value):
    global base
    base = value


def add(n):
    return base + n


if __name__ == "__main__":
    with Pool(2, initializer=start, initargs=(100,)) as pool:
        print(pool.map(add, [1, 2, 3]), base)
