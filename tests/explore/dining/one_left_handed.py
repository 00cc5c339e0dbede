# finds: nothing
# outcomes: fed
from threading import Lock, Thread

forks = [Lock() for _ in range(3)]


def dine(first, second):
    with forks[first]:
        with forks[second]:
            pass


ts = [Thread(target=dine, args=pair) for pair in ((0, 1), (1, 2), (0, 2))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
