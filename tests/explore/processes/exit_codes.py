# finds: nothing
# outcomes: "0 3 1"
import sys
from multiprocessing import Process


def well():
    pass


def three():
    sys.exit(3)


def badly():
    sys.exit("badly")


if __name__ == "__main__":
    ps = [Process(target=f) for f in (well, three, badly)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(*[p.exitcode for p in ps])
