# Each thread writes its own item of a list.
# finds: nothing
from threading import Thread

results = [0, 0]


def work(i):
    results[i] += i + 1


ts = [Thread(target=work, args=(i,)) for i in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(results)
