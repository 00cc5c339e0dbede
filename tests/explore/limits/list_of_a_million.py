# Each step copies the list: it stops in time and within its memory.
# verdict: unknown
# options: --limit seconds=3
# limit: 3 s|memory
from threading import Thread
numbers = [0] * 1000000
def add(i):
    for k in range(20):
        numbers[i + k] += 1
ts = [Thread(target=add, args=(i,)) for i in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(sum(numbers))
