# finds: deadlock
import os
from multiprocessing import Process

r, w = os.pipe()
os.write(w, b".")


def use():
    os.read(r, 1)


ps = [Process(target=use) for _ in range(2)]
for p in ps:
    p.start()
for p in ps:
    p.join()
