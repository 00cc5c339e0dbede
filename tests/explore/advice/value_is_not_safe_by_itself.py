# Each access of a Value takes its lock, and += is two accesses.
# finds: lost-update
# outcomes: 1 2
from multiprocessing import Process, Value

v = Value("i", 0)


def work():
    v.value += 1


ps = [Process(target=work) for _ in range(2)]
for p in ps:
    p.start()
for p in ps:
    p.join()
print(v.value)
