# finds: nothing
# options: --outputs
# outcomes: zero
from multiprocessing import Pool


def part(n):
    return 1 // n


if __name__ == "__main__":
    with Pool(1) as pool:
        try:
            pool.map(part, [1, 0])
        except ZeroDivisionError as e:
            print("ZeroDivisionError:", e)
