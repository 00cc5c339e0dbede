# finds: nothing
# options: --outputs
# outcomes: 2
from multiprocessing import Pool, Value

n = Value("i", 0)


def add(_):
    with n.get_lock():
        n.value += 1


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(add, range(2))
    print(n.value)
