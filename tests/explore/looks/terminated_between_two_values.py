# Whoever is terminated may have got anywhere; its exit code tells whether it was earlier.
# finds: nothing
# outcomes: "-15 0 0" "-15 1 0" "-15 1 1" "0 1 1"
from multiprocessing import Array, Process


def work(a):
    a[0] = 1
    a[1] = 1


if __name__ == "__main__":
    a = Array("i", 2, lock=False)
    p = Process(target=work, args=(a,))
    p.start()
    p.terminate()
    p.join()
    print(p.exitcode, *a)
