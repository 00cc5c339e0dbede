# Each process has an item of its own; that they are in one array is no race.
# finds: nothing
from multiprocessing import Array, Process

a = Array("i", 2, lock=False)


def work(i):
    a[i] += 1


ps = [Process(target=work, args=(i,)) for i in range(2)]
for p in ps:
    p.start()
for p in ps:
    p.join()
print(list(a))
