# Two wait for the same meal to end, and one of them is named. It eats, and tells the other: all are fed.
# finds: nothing
# outcomes: fed
from threading import Condition, Thread

free = [True, True, True]
changed = Condition()


def dine(i):
    left, right = i, (i + 1) % 3
    with changed:
        while not (free[left] and free[right]):
            changed.wait()
        free[left] = free[right] = False
    with changed:
        free[left] = free[right] = True
        changed.notify()


ts = [Thread(target=dine, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
