# Four at the table: who is named may still lack a fork and wait again. But then somebody eats, and will name the next.
# finds: nothing
# outcomes: fed
from threading import Condition, Thread

free = [True] * 4
changed = Condition()


def dine(i):
    left, right = i, (i + 1) % 4
    with changed:
        while not (free[left] and free[right]):
            changed.wait()
        free[left] = free[right] = False
    with changed:
        free[left] = free[right] = True
        changed.notify()


ts = [Thread(target=dine, args=(i,)) for i in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
