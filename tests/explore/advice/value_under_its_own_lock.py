# The lock of the Value around both accesses.
# finds: nothing
# outcomes: 2
from multiprocessing import Process, Value

v = Value("i", 0)


def work():
    with v.get_lock():
        v.value += 1


ps = [Process(target=work) for _ in range(2)]
for p in ps:
    p.start()
for p in ps:
    p.join()
print(v.value)
