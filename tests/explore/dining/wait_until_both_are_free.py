# A condition: nobody takes a fork before both are free.
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
        changed.notify_all()


ts = [Thread(target=dine, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("fed")
