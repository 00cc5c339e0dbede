# The lock of a Value is taken for each access, not for the update.
# finds: lost-update
# options: --outputs
# outcomes: 1 2
from multiprocessing import Pool, Value

n = Value("i", 0)


def add(_):
    n.value += 1


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(add, range(2))
    print(n.value)
