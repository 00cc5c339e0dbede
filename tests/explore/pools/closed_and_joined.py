# finds: nothing
# options: --outputs
# outcomes: end
from multiprocessing import Pool


def square(n):
    return n * n


if __name__ == "__main__":
    pool = Pool(2)
    answers = [pool.apply_async(square, (n,)) for n in range(2)]
    assert [a.get() for a in answers] == [0, 1]
    pool.close()
    pool.join()
    print("end")
