# A byte in a pipe is a lock: who has read it may go in.
# finds: nothing
# outcomes: 2
import os
from multiprocessing import Process, RawValue

n = RawValue("i", 0)
r, w = os.pipe()
os.write(w, b".")


def add():
    os.read(r, 1)
    n.value += 1
    os.write(w, b".")


ps = [Process(target=add) for _ in range(2)]
for p in ps:
    p.start()
for p in ps:
    p.join()
print(n.value)
