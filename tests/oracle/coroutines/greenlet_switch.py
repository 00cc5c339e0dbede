# set: first
# needs: greenlet
from greenlet import getcurrent, greenlet


def test1():
    print(12)
    gr2.switch()
    print(34)


def test2():
    print(56)
    gr1.switch()
    print(78)


gr1 = greenlet(test1)
gr2 = greenlet(test2)
gr1.switch()
print("back in main", gr1.dead, gr2.dead, bool(gr2))
gr2.switch()
print(gr2.dead, getcurrent().parent is None)
