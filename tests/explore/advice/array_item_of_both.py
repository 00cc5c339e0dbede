# Both add to the same item of an array without a lock.
# finds: lost-update, race
# outcomes: 1 2
from multiprocessing import Array, Process

a = Array("i", 2, lock=False)


def work():
    a[1] += 1


ps = [Process(target=work) for _ in range(2)]
for p in ps:
    p.start()
for p in ps:
    p.join()
print(a[1])
