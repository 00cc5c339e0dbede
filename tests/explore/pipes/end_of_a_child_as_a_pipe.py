# Whose end comes first is told by its sentinel, or both are there.
# finds: nothing
# outcomes: 1 2
from multiprocessing import Process
from multiprocessing.connection import wait


def nothing():
    pass


ps = [Process(target=nothing) for _ in range(2)]
for p in ps:
    p.start()
ended = wait([p.sentinel for p in ps])
for p in ps:
    p.join()
print(len(ended))
