# Forks that processes share: the same circle.
# finds: deadlock
# outcomes: deadlock fed
# switches: 1
from multiprocessing import Lock, Process


def dine(first, second):
    with first:
        with second:
            pass


if __name__ == "__main__":
    a, b = Lock(), Lock()
    ps = [Process(target=dine, args=pair) for pair in ((a, b), (b, a))]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print("fed")
