# finds: nothing
# options: --outputs
# outcomes: "[1, 4]" "[4, 1]"
from multiprocessing import Pool


def square(n):
    return n * n


if __name__ == "__main__":
    with Pool(2) as pool:
        print(list(pool.imap_unordered(square, [1, 2])))
