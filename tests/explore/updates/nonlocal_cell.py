# A variable of the enclosing function is shared as well.
# finds: lost-update, race
# outcomes: 1 2
# interleavings: 6
from threading import Thread


def count():
    n = 0

    def work():
        nonlocal n
        n += 1

    ts = [Thread(target=work) for _ in range(2)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    return n


print(count())
