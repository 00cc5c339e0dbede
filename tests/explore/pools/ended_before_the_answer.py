# Leaving the with statement ends the workers: a callback may never have been called.
# finds: nothing
# options: --outputs
# outcomes: "[]" [7]
from multiprocessing import Pool

answers = []


def seven():
    return 7


if __name__ == "__main__":
    with Pool(1) as pool:
        pool.apply_async(seven, callback=answers.append)
    print(answers)
